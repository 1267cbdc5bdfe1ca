"""The series with its host (the seller on every invoice), the venue, the themes."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban

from werkstatt.foundation.events.models import Edition, Series, Theme, Venue
from werkstatt.foundation.kernel.rowform import RowForm
from werkstatt.foundation.people.forms import VatIdField

TALL = forms.Textarea(attrs={"rows": 4})


class SeriesForm(RowForm):
    beside = (
        ("since_year", "number_code"),
        ("host_postcode", "host_city", "host_country"),
        ("host_email", "host_phone"),
        ("host_tax_number", "host_vat_id"),
        ("iban", "bic"),
    )

    host_vat_id = VatIdField(required=False)

    class Meta:
        model = Series
        fields = [
            *("title", "motto", "about", "since_year", "number_code"),
            *("host_name", "host_street", "host_postcode", "host_city", "host_country"),
            *("host_contact", "host_email", "host_phone", "host_tax_number", "host_vat_id"),
            *("bank_name", "iban", "bic"),
        ]
        labels: ClassVar = {
            "title": _("Name der Reihe"),
            "motto": _("Leitwort"),
            "about": _("Über die Reihe"),
            "since_year": _("Seit"),
            "number_code": _("Kürzel für Belege"),
            "host_name": _("Veranstalter"),
            "host_street": _("Straße und Hausnummer"),
            "host_postcode": _("Postleitzahl"),
            "host_city": _("Ort"),
            "host_country": _("Land"),
            "host_contact": _("Ansprechperson"),
            "host_email": _("E-Mail-Adresse"),
            "host_phone": _("Telefon"),
            "host_tax_number": _("Steuernummer"),
            "bank_name": _("Bank"),
            "iban": _("IBAN"),
            "bic": _("BIC"),
        }
        help_texts: ClassVar = {
            "number_code": _("Steht in jeder Belegnummer, zum Beispiel NEO. Nach dem ersten Beleg bleibt es gleich."),
            "since_year": _("Jahr der ersten Ausgabe"),
            "host_name": _("Steht als Rechnungssteller auf jedem Beleg."),
            "host_country": _("Kürzel mit zwei Buchstaben, zum Beispiel DE"),
        }
        widgets: ClassVar = {"about": TALL}

    def clean_number_code(self) -> str:
        code = str(self.cleaned_data["number_code"]).strip().upper()
        if not code.isalnum() or not code.isascii():
            raise ValidationError(_("Bitte nehmen Sie nur Buchstaben und Ziffern, zum Beispiel NEO."))
        if Series.objects.exclude(pk=self.instance.pk).filter(number_code=code).exists():
            raise ValidationError(_("Dieses Kürzel hat schon eine andere Reihe."))
        return code

    def clean_host_country(self) -> str:
        return str(self.cleaned_data["host_country"]).strip().upper()

    def clean_iban(self) -> str:
        text = str(self.cleaned_data["iban"])
        if text and not iban.is_valid(text):
            raise ValidationError(_("Diese IBAN stimmt nicht. Bitte prüfen Sie die Ziffern."))
        return str(iban.compact(text))

    def clean_bic(self) -> str:
        text = str(self.cleaned_data["bic"])
        if text and not bic.is_valid(text):
            raise ValidationError(_("Diese BIC stimmt nicht. Sie hat 8 oder 11 Zeichen."))
        return str(bic.compact(text))


class VenueForm(RowForm):
    beside = (("postcode", "city"), ("latitude", "longitude"))

    class Meta:
        model = Venue
        fields = ["name", "street", "postcode", "city", "directions", "access_notes", "latitude", "longitude"]
        labels: ClassVar = {
            "name": _("Name des Ortes"),
            "street": _("Straße und Hausnummer"),
            "postcode": _("Postleitzahl"),
            "city": _("Ort"),
            "directions": _("Anreise"),
            "access_notes": _("Barrierefreiheit vor Ort"),
            "latitude": _("Breite"),
            "longitude": _("Länge"),
        }
        help_texts: ClassVar = {
            "directions": _("Bahn, Bus, Rad, Parken. Steht in jeder Bestätigung."),
            "access_notes": _("Stufen, Aufzug, Toiletten, Hörschleife, Ruheraum"),
            "latitude": _("In Grad, zum Beispiel 48,3984"),
        }
        widgets: ClassVar = {"directions": TALL, "access_notes": TALL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, bound in (("latitude", 90), ("longitude", 180)):
            self.fields[name] = forms.FloatField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                required=False,
                min_value=-bound,
                max_value=bound,
                localize=True,
            )


class ThemeForm(RowForm):
    class Meta:
        model = Theme
        fields = ["title", "title_en", "about", "about_en", "hue", "position"]
        labels: ClassVar = {
            "title": _("Thema"),
            "title_en": _("Thema (englisch)"),
            "about": _("Worum es geht"),
            "about_en": _("Worum es geht (englisch)"),
            "hue": _("Farbe"),
            "position": _("Reihenfolge"),
        }
        widgets: ClassVar = {"about": TALL, "about_en": TALL}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hue"] = forms.IntegerField(
            label=_("Farbe"), help_text=_("Nummer 0 bis 7"), min_value=0, max_value=7, initial=0
        )


class ThemeChoiceForm(forms.Form):
    """Which of the series' themes this edition has."""

    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themen dieser Ausgabe"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        kwargs["initial"] = {"themes": edition.themes.all()}
        super().__init__(*args, **kwargs)
        field = self.fields["themes"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = edition.series.themes.all()
