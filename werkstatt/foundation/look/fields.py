"""Form fields of the house: money in cents, days, times, moments."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look import numerals

AMOUNT = re.compile(r"(-?)(\d{1,3}(?:[. \u00a0]?\d{3})*|\d+)(?:,(\d{1,2}))?$")
MOST_CENTS = 2_000_000_000


class MoneyField(forms.Field):
    """Money as typed (`1.234,50` or `45`), as integer cents in Python. A point is only a thousands mark: `45.50` is asked back."""

    unit = "€"
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Schreiben Sie den Betrag mit Komma, zum Beispiel 45,00."),
        "negative": _("Der Betrag darf nicht negativ sein."),
        "too_much": _("Der Betrag ist zu groß."),
    }

    def __init__(self, *, may_be_negative: bool = False, **kwargs: Any) -> None:
        self.may_be_negative = may_be_negative
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return numerals.money(value).removesuffix("€").strip() if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").replace("€", "").replace("\u2212", "-").strip()
        if not text:
            return None
        match = AMOUNT.match(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        cents = int(re.sub(r"\D", "", match[2])) * 100 + int((match[3] or "0").ljust(2, "0"))
        if cents > MOST_CENTS:
            raise ValidationError(self.error_messages["too_much"], code="too_much")
        if match[1] and cents and not self.may_be_negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return -cents if match[1] else cents

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]


class ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ["%H:%M", "%H:%M:%S", "%H.%M"]


class MomentField(forms.DateTimeField):
    """Local time of the active zone; aware in Python."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
