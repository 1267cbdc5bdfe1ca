"""Changes of a placed order: a substitute, chosen places, a new link."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.forms.lines import AddressField, LineField
from werkstatt.rooms.registration.models import Place


class SubstituteForm(forms.Form):
    first_name = LineField(label=_("Vorname"), max_length=100)
    last_name = LineField(label=_("Nachname"), max_length=100)
    email = AddressField(label=_("E-Mail"), help_text=_("Dorthin geht die Bestätigung mit allem, was wichtig ist."))
    function = LineField(label=_("Funktion"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def entry(self) -> PersonEntry:
        return PersonEntry(**self.cleaned_data)


class PlacesForm(forms.Form):
    """Which places of an order are meant; others' places do not exist here."""

    place = forms.ModelMultipleChoiceField(
        queryset=Place.objects.none(),
        error_messages={
            "required": _("Bitte wählen Sie mindestens einen Platz."),
            "invalid_choice": _("Ein gewählter Platz ist inzwischen beendet. Bitte wählen Sie neu."),
            "invalid_pk_value": _("Ein gewählter Platz ist inzwischen beendet. Bitte wählen Sie neu."),
        },
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = places


class LinkForm(forms.Form):
    """Where a new link shall go."""

    email = AddressField(label=_("E-Mail-Adresse"), help_text=_("Die Adresse, mit der Sie angemeldet haben"))
