"""Step three: who pays. And where money goes back to."""

import re
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from werkstatt.foundation.kernel.normalise import sort_key
from werkstatt.foundation.people.forms import LeitwegField, VatIdField
from werkstatt.rooms.registration.choices import BillingKind
from werkstatt.rooms.registration.entries import Billing
from werkstatt.rooms.registration.forms.lines import AddressField, LineField
from werkstatt.rooms.registration.models import Order

NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
NEIGHBOURS = ["DE", "AT", "CH", "FR", "LI", "LU"]
EU = {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}  # fmt: skip


def countries() -> list[tuple[str, str]]:
    """Countries in the page's language, neighbours first."""
    territories = Locale.parse(get_language() or "de", sep="-").territories
    names = {str(code): str(name) for code, name in territories.items() if re.fullmatch("[A-Z]{2}", str(code))}
    rest = sorted(names.keys() - NO_COUNTRIES - set(NEIGHBOURS), key=lambda code: sort_key(names[code]))
    return [(code, names[code]) for code in [*NEIGHBOURS, *rest]]


class BillingForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Wer zahlt?"),
        choices=[
            (BillingKind.ORGANISATION, _("Meine Organisation")),
            (BillingKind.PRIVATE, _("Ich zahle privat")),
        ],
        widget=forms.RadioSelect,
    )
    name = LineField(label=_("Name auf der Rechnung"), max_length=200)
    extra = LineField(
        label=_("Zusatz"), max_length=200, required=False, help_text=_("Zum Beispiel: Amt, Abteilung, Stadtkasse")
    )
    street = LineField(label=_("Straße und Hausnummer"), max_length=200)
    postcode = LineField(label=_("Postleitzahl"), max_length=12)
    city = LineField(label=_("Ort"), max_length=100)
    country = forms.ChoiceField(label=_("Land"), initial="DE")
    email = AddressField(
        label=_("Rechnung zusätzlich an"),
        required=False,
        help_text=_("Eine zweite E-Mail-Adresse, zum Beispiel die der Kasse"),
    )
    order_reference = LineField(
        label=_("Bestellnummer"), max_length=60, required=False, help_text=_("Steht dann auf jeder Rechnung.")
    )
    leitweg_id = LeitwegField(
        required=False,
        help_text=_("Nur für Behörden. Ihre Kasse nennt sie Ihnen, zum Beispiel 08421000-0001-16."),
    )
    vat_id = VatIdField(
        required=False,
        help_text=_("Nur für Unternehmen. Bei Sitz im Ausland weisen wir für Online-Plätze keine Steuer aus."),
    )
    names_on_invoice = forms.BooleanField(label=_("Namen der Teilnehmenden auf die Rechnung schreiben"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        if isinstance(field, forms.ChoiceField):
            field.choices = countries()

    @classmethod
    def of(cls, order: Order) -> "BillingForm":
        private_guess = BillingKind.ORGANISATION if order.organisation or order.billing_name else ""
        return cls(
            initial={
                "kind": order.billing_kind if order.billing_name or order.organisation else private_guess,
                "name": order.billing_name,
                "extra": order.billing_extra,
                "street": order.billing_street,
                "postcode": order.billing_postcode,
                "city": order.billing_city,
                "country": order.billing_country,
                "email": order.billing_email,
                "order_reference": order.order_reference,
                "leitweg_id": order.leitweg_id,
                "vat_id": order.billing_vat_id,
                "names_on_invoice": order.names_on_invoice,
            }
        )

    def clean_postcode(self) -> str:
        postcode, country = str(self.cleaned_data["postcode"]), self.data.get("country", "DE")
        if country == "DE" and not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
            raise forms.ValidationError(_("Eine deutsche Postleitzahl hat fünf Ziffern."))
        return postcode

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == BillingKind.PRIVATE:
            data.update(leitweg_id="", vat_id="", order_reference="")
            for name in ("leitweg_id", "vat_id"):
                self.errors.pop(name, None)
        vat_id, country = str(data.get("vat_id") or ""), data.get("country")
        prefix = {"EL": "GR"}.get(vat_id[:2].upper(), vat_id[:2].upper())
        if vat_id and country in EU and prefix != country:
            self.add_error("vat_id", _("Diese USt-IdNr. gehört zu einem anderen Land als die Anschrift."))
        return data

    def billing(self) -> Billing:
        return Billing(**{name: self.cleaned_data.get(name, "") for name in Billing.__dataclass_fields__})


class RefundForm(forms.Form):
    iban = LineField(label=_("IBAN"), max_length=42, help_text=_("Das Konto, auf das wir erstatten"))

    def clean_iban(self) -> str:
        value = str(self.cleaned_data["iban"])
        if not iban.is_valid(value):
            raise forms.ValidationError(
                _("Diese IBAN stimmt nicht. Meist ist eine Ziffer vertauscht; bitte prüfen Sie sie.")
            )
        return str(iban.compact(value))
