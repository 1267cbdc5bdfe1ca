"""What moderators fill in: polls, timer, note, link, answers, rules, helpers."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.leading import StageRules
from werkstatt.rooms.stage.actions.polls import MOST_OPTIONS, WITH_OPTIONS, PollEntry
from werkstatt.rooms.stage.choices import Asking, PollKind
from werkstatt.rooms.stage.models import Poll, Stage

MINUTES = ((1, "1"), (2, "2"), (3, "3"), (5, "5"), (10, "10"), (15, "15"), (20, "20"), (30, "30"))
SLOW = ((0, _("ohne Pause")), (5, _("5 Sekunden")), (15, _("15 Sekunden")), (30, _("30 Sekunden")))


TWO_ANSWERS = _("Bitte schreiben Sie mindestens zwei Antworten, je eine in eine Zeile.")


class PollForm(forms.Form):
    """A poll of any kind; what a kind does not need is ignored."""

    kind = forms.ChoiceField(label=_("Art der Umfrage"), choices=PollKind.choices, widget=forms.RadioSelect)
    question = forms.CharField(label=_("Frage"), max_length=300)
    options = forms.CharField(
        label=_("Antworten zur Wahl"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Eine Antwort je Zeile, höchstens zwölf."),
        error_messages={"required": TWO_ANSWERS},
    )
    choose_at_most = forms.IntegerField(
        label=_("Wie viele höchstens"),
        min_value=1,
        max_value=12,
        initial=3,
        required=False,
        help_text=_("So viele Antworten oder Wörter kann eine Person geben."),
    )
    scale = forms.IntegerField(label=_("Stufen der Bewertung"), min_value=2, max_value=10, initial=5, required=False)
    lowest_label = forms.CharField(label=_("Stufe 1 heißt"), max_length=60, required=False)
    highest_label = forms.CharField(label=_("Die höchste Stufe heißt"), max_length=60, required=False)
    unit = forms.CharField(label=_("Einheit der Schätzung"), max_length=30, required=False)
    solution = forms.DecimalField(
        label=_("Richtige Zahl"),
        required=False,
        localize=True,
        max_digits=18,
        decimal_places=4,
        help_text=_("Erscheint mit dem Ergebnis der Schätzfrage."),
    )
    stop_words = forms.CharField(
        label=_("Wörter, die nicht erscheinen sollen"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Durch Komma oder Zeile getrennt. Füllwörter wie „und“ oder „the“ fehlen ohnehin."),
    )

    def __init__(self, *args: Any, poll: Poll | None = None, **kwargs: Any) -> None:
        if poll is not None:
            kwargs["initial"] = _initial_of(poll)
        super().__init__(*args, **kwargs)
        self.fields["options"].required = not self.is_bound or self.data.get("kind") in WITH_OPTIONS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in WITH_OPTIONS and "options" in data:
            lines = self._lines()
            if len(lines) < 2:
                self.add_error("options", TWO_ANSWERS)
            elif len(lines) > MOST_OPTIONS:
                self.add_error("options", _("Bitte schreiben Sie höchstens zwölf Antworten."))
            elif any(len(line) > 150 for line in lines):
                self.add_error("options", _("Bitte kürzen Sie jede Antwort auf höchstens 150 Zeichen."))
        return data

    def entry(self) -> PollEntry:
        data = self.cleaned_data
        return PollEntry(
            kind=PollKind(data["kind"]),
            question=data["question"],
            options=tuple(self._lines()),
            choose_at_most=data["choose_at_most"] or 3,
            scale=data["scale"] or 5,
            lowest_label=data["lowest_label"],
            highest_label=data["highest_label"],
            unit=data["unit"],
            solution=data["solution"],
            stop_words=tuple(data["stop_words"].replace(",", "\n").splitlines()),
        )

    def _lines(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class InstantForm(forms.Form):
    """Ask now: yes or no, or a scale, or words, with one line."""

    kind = forms.ChoiceField(choices=[(kind, "") for kind in (PollKind.YES_NO, PollKind.RATING, PollKind.WORDS)])
    question = forms.CharField(label=_("Frage"), max_length=300)

    def entry(self) -> PollEntry:
        return PollEntry(kind=PollKind(self.cleaned_data["kind"]), question=self.cleaned_data["question"])


class TimerForm(forms.Form):
    minutes = forms.TypedChoiceField(label=_("Minuten"), choices=MINUTES, coerce=int, initial=5)
    label = forms.CharField(label=_("Wofür"), max_length=80, required=False)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Angehefteter Hinweis"), max_length=500, required=False)


class LinkForm(forms.Form):
    url = forms.URLField(label=_("Adresse"), max_length=500, required=False, assume_scheme="https")
    title = forms.CharField(label=_("Titel"), max_length=120, required=False)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Antwort"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulesForm(forms.Form):
    asking = forms.ChoiceField(label=_("Fragen stellen"), choices=Asking.choices, widget=forms.RadioSelect)
    approves_first = forms.BooleanField(label=_("Fragen erst nach Freigabe zeigen"), required=False)
    hands_are_open = forms.BooleanField(label=_("Wortmeldungen sammeln"), required=False)
    chat_is_open = forms.BooleanField(label=_("Chat ist offen"), required=False)
    slow_seconds = forms.TypedChoiceField(label=_("Pause zwischen zwei Nachrichten"), choices=SLOW, coerce=int)
    guests_may_ask = forms.BooleanField(label=_("Gäste mit Code können fragen"), required=False)
    guests_may_vote = forms.BooleanField(label=_("Gäste mit Code können abstimmen"), required=False)
    guests_may_chat = forms.BooleanField(label=_("Gäste mit Code können im Chat schreiben"), required=False)
    guests_may_react = forms.BooleanField(label=_("Gäste mit Code können reagieren"), required=False)

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(stage, name) for name in type(self).base_fields}
        super().__init__(*args, **kwargs)

    def rules(self) -> StageRules:
        return StageRules(**{**self.cleaned_data, "asking": Asking(self.cleaned_data["asking"])})


class HelperForm(forms.Form):
    """Somebody who shall moderate this stage, too, by the address she signs in with."""

    email = forms.EmailField(label=_("E-Mail-Adresse"))

    def clean_email(self) -> Person:
        person = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Mit dieser Adresse hat sich noch niemand angemeldet."))
        return person


def _initial_of(poll: Poll) -> dict[str, Any]:
    names = ("kind", "question", "choose_at_most", "scale", "lowest_label", "highest_label", "unit", "solution")
    return {name: getattr(poll, name) for name in names} | {
        "options": "\n".join(option.text for option in poll.options.all()),
        "stop_words": ", ".join(poll.stop_words),
    }
