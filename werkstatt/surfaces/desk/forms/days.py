"""Price and seats of both channels of a day, side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day
from werkstatt.foundation.look.fields import MoneyField
from werkstatt.foundation.look.signs import day as day_words


class ChannelsForm(forms.Form):
    """Leave both fields of a channel empty and the day does not offer it."""

    on_site_price = MoneyField(label=_("Gebühr vor Ort, je Person"), required=False)
    on_site_capacity = forms.IntegerField(label=_("Plätze vor Ort"), min_value=0, max_value=100_000, required=False)
    online_price = MoneyField(label=_("Gebühr online, je Person"), required=False)
    online_capacity = forms.IntegerField(label=_("Plätze online"), min_value=0, max_value=100_000, required=False)
    for_all = forms.BooleanField(label=_("Preise und Plätze für alle Tage übernehmen"), required=False)

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        initial: dict[str, int] = {}
        for row in day.channels.all():
            initial |= {f"{row.channel}_price": row.price_cents, f"{row.channel}_capacity": row.capacity}
        super().__init__(*args, **{"initial": initial, **kwargs})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for channel in Channel:
            price, capacity = data.get(f"{channel}_price"), data.get(f"{channel}_capacity")
            if (price is None) != (capacity is None) and not self.errors:
                missing = "price" if price is None else "capacity"
                text = _("Bitte geben Sie Gebühr und Plätze an, oder lassen Sie beides leer.")
                self.add_error(f"{channel}_{missing}", text)
        return data

    def wishes(self) -> dict[Channel, tuple[int, int]]:
        """Price in cents and seats of each channel that is offered."""
        data = self.cleaned_data
        return {
            channel: (data[f"{channel}_price"], data[f"{channel}_capacity"])
            for channel in Channel
            if data.get(f"{channel}_capacity") is not None
        }

    def refuse(self, channel: Channel, taken: int, day: Day) -> None:
        text = _("Am %(day)s sind schon %(taken)s Plätze vergeben. Weniger geht nicht.")
        self.add_error(f"{channel}_capacity", text % {"day": day_words(day.on), "taken": taken})
