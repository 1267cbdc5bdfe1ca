"""What the desk fills in about money."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from werkstatt.foundation.look.fields import DayField, MoneyField
from werkstatt.services.billing import vat
from werkstatt.services.billing.choices import PaymentMethod, TaxCategory
from werkstatt.services.billing.models import TaxRule


def new_once_key() -> str:
    return uuid4().hex


class OnceForm(forms.Form):
    """A form whose second submit does nothing more: `once_key` travels with it."""

    once_key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_once_key)


class PaymentForm(OnceForm):
    amount_cents = MoneyField(label=_("Betrag"))
    received_on = DayField(label=_("Eingegangen am"))
    method = forms.ChoiceField(
        label=_("Wie?"),
        choices=[choice for choice in PaymentMethod.choices if choice[0] != PaymentMethod.CORRECTION],
        initial=PaymentMethod.TRANSFER,
    )
    note = forms.CharField(
        label=_("Vermerk"), max_length=200, required=False, help_text=_("Zum Beispiel der Verwendungszweck.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_amount_cents(self) -> int:
        cents: int = self.cleaned_data["amount_cents"]
        if cents == 0:
            raise ValidationError(_("Bitte geben Sie einen Betrag über 0 € ein."))
        return cents

    def clean_received_on(self) -> date:
        return not_in_the_future(self.cleaned_data["received_on"], self.today)


class ReversalForm(OnceForm):
    """Taking a booking back: the reason stands in the books."""

    note = forms.CharField(label=_("Warum?"), max_length=200, help_text=_("Zum Beispiel: falsche Bestellung."))


class RefundPaidForm(forms.Form):
    paid_on = DayField(label=_("Ausgezahlt am"))
    iban = forms.CharField(label=_("IBAN der Empfängerin oder des Empfängers"), max_length=42, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_paid_on(self) -> date:
        return not_in_the_future(self.cleaned_data["paid_on"], self.today)

    def clean_iban(self) -> str:
        number: str = iban.compact(self.cleaned_data["iban"])
        if number and not iban.is_valid(number):
            raise ValidationError(
                _("Diese IBAN stimmt nicht: Die Prüfziffern passen nicht. Bitte vergleichen Sie sie.")
            )
        return number


class TaxRuleForm(forms.Form):
    """The tax of one channel and recipient. The host decides; the law is the host's to know."""

    category = forms.ChoiceField(label=_("Steuer"), choices=TaxCategory.choices)
    rate_percent = forms.IntegerField(label=_("Satz in Prozent"), min_value=0, max_value=30, required=False)
    reason = forms.CharField(
        label=_("Begründung auf der Rechnung"),
        max_length=200,
        required=False,
        help_text=_(
            "Nötig, wenn keine Steuer berechnet wird, zum Beispiel: steuerfrei nach § 4 Nr. 22 Buchst. a UStG."
        ),
    )
    reason_code = forms.CharField(
        label=_("Code der Begründung"),
        max_length=30,
        required=False,
        help_text=_("VATEX, zum Beispiel VATEX-EU-132-1I."),
    )

    def __init__(self, *args: Any, rule: TaxRule | None = None, **kwargs: Any) -> None:
        if rule is not None:
            names = ("category", "rate_percent", "reason", "reason_code")
            kwargs.setdefault("initial", {name: getattr(rule, name) for name in names})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_taxed = data.get("category") == TaxCategory.STANDARD
        if is_taxed and not data.get("rate_percent"):
            self.add_error("rate_percent", _("Bitte geben Sie den Steuersatz an, zum Beispiel 19."))
        if not is_taxed and not data.get("reason"):
            self.add_error("reason", _("Ohne Steuer muss auf der Rechnung stehen, warum."))
        return data

    def tax(self) -> vat.Tax:
        data = self.cleaned_data
        if data["category"] == TaxCategory.STANDARD:
            return vat.Tax(data["category"], data["rate_percent"], "", "")
        return vat.Tax(data["category"], 0, data["reason"], data["reason_code"])


def not_in_the_future(on: date, today: date) -> date:
    if on > today:
        raise ValidationError(_("Dieser Tag liegt in der Zukunft."))
    return on
