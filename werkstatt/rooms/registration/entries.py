"""What people type, as plain values: no Django, no database."""

from dataclasses import dataclass, field

Wishes = dict[int, dict[int, str]]  # attendee -> day -> channel; a day that is missing is not wanted


@dataclass(frozen=True)
class PersonEntry:
    """One row of the people step. `pk` names the attendee that the row was before, if any."""

    first_name: str
    last_name: str
    email: str
    function: str = ""
    needs: str = ""
    diet: str = ""
    pk: int | None = None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Contact:
    """Who orders: gets the invoices and the link that leads back."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Billing:
    """Whom the invoice addresses. `kind` is a BillingKind."""

    kind: str
    name: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    extra: str = ""
    vat_id: str = ""
    email: str = ""
    order_reference: str = ""
    leitweg_id: str = ""
    names_on_invoice: bool = True


@dataclass(frozen=True)
class Declaration:
    """One thing somebody agreed to or took note of, in the words she saw. `purpose` is a people.Purpose."""

    purpose: str
    wording: str


@dataclass(frozen=True)
class Declarations:
    items: list[Declaration] = field(default_factory=list)
