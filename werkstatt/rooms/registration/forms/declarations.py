"""Step four: what people take note of and agree to, each in the words they see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.people.choices import Purpose
from werkstatt.rooms.registration.entries import Declaration, Declarations
from werkstatt.rooms.registration.forms.lines import LineField, TextField

LIST_WORDING = _(
    "Mein Name, meine Organisation und meine Funktion dürfen in der Liste stehen, die alle Teilnehmenden sehen."
)
NEEDS_WORDING = _(
    "Ich bin einverstanden, dass die Organisation meine Angaben zu Unterstützungsbedarf und Verpflegung für die"
    " Vorbereitung nutzt. Sie werden spätestens 14 Tage nach der Veranstaltung gelöscht."
)


class DeclarationsForm(forms.Form):
    """`notice` is the text under Art. 13 that stands on the page; it is recorded with the tick."""

    privacy = forms.BooleanField(
        label=_("Ich habe den Hinweis zum Datenschutz gelesen und gebe ihn an die Personen weiter, die ich anmelde."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Sie den Hinweis gelesen haben.")},
    )
    terms = forms.BooleanField(
        label=_("Die Teilnahmebedingungen gelten."),
        error_messages={"required": _("Bitte stimmen Sie den Teilnahmebedingungen zu.")},
    )
    participant_list = forms.BooleanField(label=LIST_WORDING, required=False)
    newsletter = forms.BooleanField(
        label=_("Laden Sie mich zur nächsten Ausgabe per E-Mail ein."),
        help_text=_("Sie können das jederzeit widerrufen."),
        required=False,
    )

    def __init__(self, *args: Any, notice: str = "", takes_part: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        if not takes_part:
            del self.fields["participant_list"]

    def declarations(self) -> Declarations:
        purposes = {"participant_list": Purpose.PARTICIPANT_LIST, "newsletter": Purpose.NEWSLETTER}
        given = [
            Declaration(purpose, str(self.fields[name].label))
            for name, purpose in purposes.items()
            if self.cleaned_data.get(name)
        ]
        seen = Declaration(Purpose.PRIVACY_NOTICE, f"{self.fields['privacy'].label}\n\n{self.notice}")
        return Declarations([seen, *given])


class NeedsForm(forms.Form):
    """What one person needs, told by herself."""

    needs = TextField(
        label=_("Unterstützungsbedarf"),
        max_length=1000,
        required=False,
        help_text=_("Zum Beispiel: Rollstuhl, Induktionsschleife, Gebärdensprache, Schriftdolmetschen, Assistenz"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    diet = LineField(
        label=_("Verpflegung"), max_length=200, required=False, help_text=_("Zum Beispiel: vegan, ohne Nüsse")
    )
    agreed = forms.BooleanField(label=NEEDS_WORDING, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (data.get("needs") or data.get("diet")) and not data.get("agreed"):
            self.add_error("agreed", _("Ohne Ihr Einverständnis speichern wir diese Angaben nicht."))
        return data
