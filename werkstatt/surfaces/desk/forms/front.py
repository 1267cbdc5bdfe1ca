"""Becoming the first owner, and a new series with its first edition."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.forms import CopyEditionForm, NewEditionForm
from werkstatt.foundation.events.models import Edition, Series
from werkstatt.surfaces.desk import first_owner


class FirstOwnerForm(forms.Form):
    email = forms.EmailField(label=_("Ihre E-Mail-Adresse"), help_text=_("Damit melden Sie sich künftig an."))
    code = forms.CharField(
        label=_("Code der Einrichtung"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Wer die Installation betreibt, liest ihn mit bin/manage first_code."),
    )

    def clean_code(self) -> str:
        text: str = self.cleaned_data["code"]
        if not first_owner.is_code(text):
            raise ValidationError(_("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn."))
        return text


class SeriesChoiceForm(forms.Form):
    """Which series the new edition belongs to; without a choice a new one is founded."""

    asks_all = True  # each field is needed or hidden, so none is called optional
    series = forms.ModelChoiceField(
        Series.objects.none(), label=_("Reihe"), required=False, empty_label=_("eine neue Reihe gründen")
    )
    series_title = forms.CharField(
        label=_("Name der neuen Reihe"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel Morgenstadt Werkstatt."),
    )
    host_name = forms.CharField(
        label=_("Veranstalter"),
        max_length=200,
        required=False,
        help_text=_("Steht als Rechnungssteller auf jedem Beleg."),
    )
    number_code = forms.CharField(
        label=_("Kürzel für Belege"),
        max_length=10,
        required=False,
        help_text=_("Zum Beispiel NEO. Nur Buchstaben und Ziffern."),
    )

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = series
        if not series:
            del self.fields["series"]

    def clean_number_code(self) -> str:
        code = str(self.cleaned_data["number_code"]).strip().upper()
        if code and not (code.isalnum() and code.isascii()):
            raise ValidationError(_("Bitte nehmen Sie nur Buchstaben und Ziffern, zum Beispiel NEO."))
        if code and Series.objects.filter(number_code=code).exists():
            raise ValidationError(_("Dieses Kürzel hat schon eine andere Reihe."))
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("series"):
            for name in ("series_title", "host_name", "number_code"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Für eine neue Reihe wird diese Angabe gebraucht."))
        return data

    def new_series(self) -> dict[str, object]:
        data = self.cleaned_data
        return {"title": data["series_title"], "host_name": data["host_name"], "number_code": data["number_code"]}


class SourceForm(CopyEditionForm):
    """Copy an earlier edition: asked which, unless there is only one."""

    source = forms.ModelChoiceField(Edition.objects.none(), label=_("Vorlage"), empty_label=_("Bitte wählen"))
    field_order = ["source", "title", "slug", "first_day_on", "with_sessions", "with_team"]

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = editions
            if len(editions) == 1:
                field.initial = editions[0]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.source_edition = data.pop("source", None)
        return data


__all__ = ["FirstOwnerForm", "NewEditionForm", "SeriesChoiceForm", "SourceForm"]
