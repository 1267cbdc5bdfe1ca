"""What people send to a stage. Every refusal says how to mend it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.rooms.stage import codes, wording
from werkstatt.rooms.stage.choices import Reaction
from werkstatt.rooms.stage.permissions import Words

CHANNEL_LABELS = {Channel.ON_SITE: _("im Saal"), Channel.ONLINE: _("online, von woanders")}


class PlainLine(forms.CharField):
    """A text that `tidy` has made harmless; what it refuses becomes a sentence."""

    def __init__(self, *, tidy: Callable[[str], str], empty: Words, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.error_messages["required"] = empty  # type: ignore[assignment]  # a lazy translation is as good as a text
        self.tidy = tidy

    def clean(self, value: object) -> str:
        text = self.to_python(value) or ""
        try:
            return self.tidy(text)
        except wording.TextIsEmpty as error:
            if not self.required:
                return ""
            raise forms.ValidationError(self.error_messages["required"]) from error
        except wording.TextIsTooLong as error:
            message = _("Bitte kürzen Sie auf höchstens %(most)s Zeichen.")
            raise forms.ValidationError(message, params={"most": error.most}) from error
        except wording.NameIsUnreadable as error:
            message = _("Bitte nehmen Sie mindestens zwei Buchstaben, damit man Sie ansprechen kann.")
            raise forms.ValidationError(message) from error


class QuestionForm(forms.Form):
    text = PlainLine(
        tidy=lambda text: wording.line(text, most=wording.QUESTION_LENGTH),
        empty=_("Bitte schreiben Sie Ihre Frage."),
        label=_("Ihre Frage"),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "data-most": wording.QUESTION_LENGTH}),
    )
    is_anonymous = forms.BooleanField(required=False, label=_("Ohne meinen Namen"))
    once_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class MessageForm(forms.Form):
    text = PlainLine(
        tidy=lambda text: wording.line(text, most=wording.MESSAGE_LENGTH),
        empty=_("Bitte schreiben Sie etwas."),
        label=_("Nachricht"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reply = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)


class HandForm(forms.Form):
    about = PlainLine(
        tidy=lambda text: wording.line(text, most=wording.ABOUT_LENGTH),
        empty="",
        required=False,
        label=_("Worum geht es?"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReactionForm(forms.Form):
    kind = forms.ChoiceField(choices=Reaction.choices)


class ReportForm(forms.Form):
    reason = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Was ist nicht in Ordnung?"),
        help_text=_("Nur die Moderation liest das."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label=_("Code"),
        help_text=_("Sechs Zeichen, sie stehen auf der Leinwand im Saal."),
        error_messages={"required": _("Bitte geben Sie den Code von der Leinwand ein.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}
        ),
    )

    def clean_code(self) -> str:
        code = codes.tidy(self.cleaned_data["code"])
        if len(code) != codes.LENGTH:
            raise forms.ValidationError(_("Der Code hat sechs Zeichen, zum Beispiel K7M 2PX."))
        return code


class GuestForm(forms.Form):
    """A name for others to read, and where one is, if the session is in both places."""

    pseudonym = PlainLine(
        tidy=wording.name,
        empty=_("Bitte geben Sie einen Namen ein, unter dem man Sie ansprechen kann."),
        label=_("Ihr Name auf der Bühne"),
        help_text=_("Gern ein ausgedachter. Er steht neben Ihren Fragen."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    channel = forms.ChoiceField(label=_("Wo sind Sie gerade?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("channel", channels[0])
        if len(channels) == 1:
            del self.fields["channel"]
        else:
            choice = self.fields["channel"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [(each.value, CHANNEL_LABELS[each]) for each in channels]
        self.only_channel = channels[0]

    @property
    def channel_chosen(self) -> str:
        return str(self.cleaned_data.get("channel") or self.only_channel)
