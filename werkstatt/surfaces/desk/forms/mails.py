"""A mail to a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.services.billing.forms import OnceForm
from werkstatt.surfaces.desk.actions import GroupMail


class GroupMailForm(OnceForm):
    group = forms.ChoiceField(label=_("An wen?"))
    subject = forms.CharField(label=_("Betreff"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Anrede und Unterschrift kommen von selbst dazu."),
    )
    subject_en = forms.CharField(
        label=_("Betreff auf Englisch"),
        max_length=150,
        required=False,
        help_text=_("Für alle, die auf Englisch angemeldet sind. Ohne ihn bekommen auch sie den deutschen Text."),
    )
    text_en = forms.CharField(
        label=_("Text auf Englisch"), max_length=8_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = groups

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("subject_en")) != bool(data.get("text_en")):
            self.add_error("text_en", _("Bitte geben Sie auf Englisch beides an, Betreff und Text, oder keines."))
        return data

    def mail(self) -> GroupMail:
        names = ("group", "subject", "text", "subject_en", "text_en")
        return GroupMail(**{name: self.cleaned_data[name] for name in names})
