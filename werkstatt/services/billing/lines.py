"""What an invoice is made of: lines and the buyer. No Django."""

from dataclasses import dataclass
from datetime import date

from werkstatt.services.billing.vat import Tax


@dataclass(frozen=True)
class Line:
    """One thing sold. `item_key` names it (`place:17`), the amount is gross cents.

    Lines with the same text, day and amount stand together on paper, with a quantity; give the participant in
    `person` (only if the buyer wants names on the invoice), not in `text`.
    """

    item_key: str
    text: str
    service_on: date
    amount_cents: int
    tax: Tax
    person: str = ""


@dataclass(frozen=True)
class Buyer:
    """Who owes the money, as written on the document. BT-13 order reference, BT-10 Leitweg-ID, BT-49 e-mail."""

    name: str
    extra: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DE"
    vat_id: str = ""
    order_reference: str = ""
    leitweg_id: str = ""
    email: str = ""
