"""What a document must be before it gets a number. No Django.

The official validator accepts wrong check digits, a placeholder for the Leitweg-ID and reverse charge towards nobody;
we do not.
"""

from collections.abc import Sequence

from stdnum import iban
from stdnum.de import leitweg

from werkstatt.services.billing.content import Facts
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.vat import REVERSE_CHARGE, STANDARD, Tax

LARGEST_CENTS = 10_000_000_00


class DocumentIsRefused(ValueError):
    """The document would be wrong. `fault` names what: nothing got a number."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def refuse_wrong_buyer(buyer: Buyer) -> None:
    if not buyer.name.strip():
        raise DocumentIsRefused("buyer_name", "a document needs the name of its buyer")
    if buyer.leitweg_id and not leitweg.is_valid(buyer.leitweg_id):
        raise DocumentIsRefused("leitweg_id", f"{buyer.leitweg_id} is no Leitweg-ID: its check digits are wrong")


def refuse_wrong_lines(lines: Sequence[Line], buyer: Buyer) -> None:
    if not lines or sum(line.amount_cents for line in lines) == 0:
        raise DocumentIsRefused("nothing", "an invoice needs something to pay")
    if sum(line.amount_cents for line in lines) > LARGEST_CENTS:
        raise DocumentIsRefused("too_much", "an invoice over more than ten million is a mistake")
    for line in lines:
        if line.amount_cents < 0:
            raise DocumentIsRefused("negative", f"{line.item_key}: an amount is never negative, cancel instead")
        _refuse_wrong_tax(line.tax)
    keys = [line.item_key for line in lines]
    if len(set(keys)) < len(keys):
        raise DocumentIsRefused("twice", "the same thing stands on the invoice twice")
    if any(line.tax.category == REVERSE_CHARGE for line in lines) and not buyer.vat_id:
        raise DocumentIsRefused("vat_id", "reverse charge needs the buyer's VAT id")


def refuse_wrong_seller(seller: Facts) -> None:
    if seller["iban"] and not iban.is_valid(seller["iban"]):
        raise DocumentIsRefused("iban", f"{seller['iban']} is no IBAN: its check digits are wrong")


def _refuse_wrong_tax(tax: Tax) -> None:
    if tax.category == STANDARD and tax.rate_percent <= 0:
        raise DocumentIsRefused("tax", "the standard rate needs its percentage")
    if tax.category != STANDARD and (tax.rate_percent or not tax.reason):
        raise DocumentIsRefused("tax", "without a rate a line must say why")
