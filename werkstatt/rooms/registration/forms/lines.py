"""Fields of one line, cleaned of what nobody meant to type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import clean_line, clean_text


class LineField(forms.CharField):
    """One line of text without control or direction-changing characters. Too long is said, never cut."""

    default_error_messages = {
        "max_length": _("Das ist zu lang: höchstens %(limit_value)d Zeichen, jetzt sind es %(show_value)d."),
    }

    def to_python(self, value: Any) -> str:
        return clean_line(str(super().to_python(value) or ""))


class TextField(forms.CharField):
    """Several lines of text, cleaned alike."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(str(super().to_python(value) or ""))


class AddressField(forms.EmailField):
    """An e-mail address; the message says how one looks."""

    default_error_messages = {
        "invalid": _("Diese E-Mail-Adresse ist nicht vollständig. So sieht eine aus: name@gemeinde.de."),
    }

    def clean(self, value: Any) -> str:
        return str(super().clean(clean_line(str(value or "")))).lower()


def is_too_long(form: forms.BaseForm) -> bool:
    """Whether something cannot be kept as it was typed."""
    return any(error.code == "max_length" for errors in form.errors.as_data().values() for error in errors)
