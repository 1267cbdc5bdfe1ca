"""Changing an order on behalf of those who ordered."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look import signs
from werkstatt.rooms.registration.forms.changes import SubstituteForm
from werkstatt.rooms.registration.models import Place

if TYPE_CHECKING:
    _PlacesField = forms.ModelMultipleChoiceField[Place]
else:
    _PlacesField = forms.ModelMultipleChoiceField

__all__ = ["CancelPlacesForm", "ChoosePlacesForm", "SubstituteForm"]


class PlaceChoiceField(_PlacesField):
    def label_from_instance(self, obj: Any) -> str:
        day_channel = obj.day_channel
        return (
            f"{obj.attendee.full_name}: {signs.day(day_channel.day.on)}, "
            f"{day_channel.get_channel_display()}, {signs.money(obj.price_cents)}"
        )


class ChoosePlacesForm(forms.Form):
    """Which booked places of one order are meant."""

    places = PlaceChoiceField(
        Place.objects.none(),
        label=_("Welche Plätze?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Bitte wählen Sie mindestens einen Platz."),
            "invalid_choice": _("Ein gewählter Platz ist inzwischen beendet. Bitte wählen Sie neu."),
        },
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["places"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = places


class CancelPlacesForm(ChoosePlacesForm):
    free = forms.BooleanField(
        label=_("Ohne Stornogebühr"),
        required=False,
        help_text=_("Aus Kulanz. Sonst gelten die Stornobedingungen der Ausgabe."),
    )
