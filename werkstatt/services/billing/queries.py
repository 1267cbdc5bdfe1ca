"""Named reads of documents and money."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.events.queries import editions_with_desk_for
from werkstatt.foundation.kernel.models import Receipt
from werkstatt.services.billing import vat
from werkstatt.services.billing.choices import DocumentKind, RefundState
from werkstatt.services.billing.models import Account, Document, DocumentLine, Payment, Refund, Rendering, TaxRule
from werkstatt.services.billing.permissions import can_see_documents


@dataclass(frozen=True)
class OpenLine:
    """A line of an invoice with what is not cancelled yet."""

    line: DocumentLine
    document: Document
    remaining_cents: int


@dataclass(frozen=True)
class Standing:
    """The sums of one account in cents, at one moment."""

    invoiced: int = 0
    cancelled: int = 0
    paid: int = 0
    refunded: int = 0
    refund_due: int = 0

    @property
    def owed(self) -> int:
        return self.invoiced - self.cancelled

    @property
    def balance(self) -> int:
        """Positive: still to pay. Negative: the house holds more than it is owed."""
        return self.owed - self.paid + self.refunded

    @property
    def open(self) -> int:
        return max(0, self.balance)

    @property
    def surplus(self) -> int:
        """Held beyond what is owed, whether or not its refund is due already."""
        return max(0, -self.balance)

    @property
    def credit(self) -> int:
        """Held beyond what is owed and not promised back."""
        return max(0, self.surplus - self.refund_due)


@dataclass(frozen=True)
class StatementEntry:
    """One row of an account's statement; `cents` raises (+) or lowers (-) what is owed, `balance_cents` is after it."""

    source: Document | Payment | Refund
    cents: int
    balance_cents: int = field(default=0)


def taxes_for(*, edition: Edition, recipient: str) -> dict[str, vat.Tax]:
    """The tax of a fee by channel: the edition's rule, or the default the house starts with."""
    taxes: dict[str, vat.Tax] = {each: vat.default_tax(channel=each, recipient=recipient) for each in Channel}
    for rule in TaxRule.objects.filter(edition=edition, recipient=recipient):
        taxes[rule.channel] = vat.Tax(rule.category, rule.rate_percent, rule.reason, rule.reason_code)
    return taxes


# What an account comes to. Plain SQL: asked with every document, and for every line of the lists with money.
SUMS = {
    "invoiced": "SELECT sum(total_cents) FROM billing_document WHERE kind = 'invoice'",
    "cancelled": "SELECT sum(total_cents) FROM billing_document WHERE kind = 'cancellation'",
    "paid": "SELECT sum(amount_cents) FROM billing_payment WHERE true",
    "refunded": "SELECT sum(amount_cents) FROM billing_refund WHERE state = 'paid'",
    "refund_due": "SELECT sum(amount_cents) FROM billing_refund WHERE state = 'due'",
}


# -- Accounts ---------------------------------------------------------------------------------------------------------
def accounts_with_balance(edition: Edition | None = None) -> QuerySet[Any]:
    """Accounts with invoiced_cents, cancelled_cents, paid_cents, refunded_cents, refund_due_cents, balance_cents."""
    accounts = Account.objects.all() if edition is None else Account.objects.filter(edition=edition)
    return accounts.annotate(**{f"{name}_cents": _sum_column(name) for name in SUMS}).annotate(
        balance_cents=F("invoiced_cents") - F("cancelled_cents") - F("paid_cents") + F("refunded_cents"),
    )


def standing_of(account: Account) -> Standing:
    """The sums of one account, as `accounts_with_balance` has them for many."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_sum(name, '%(pk)s') for name in SUMS)}", {"pk": account.pk})
        return Standing(*(int(cents) for cents in cursor.fetchone()))


def standing_in(account: Any) -> Standing:
    """The sums of an account out of `accounts_with_balance`: no further query."""
    return Standing(**{name: getattr(account, f"{name}_cents") for name in SUMS})


def standings_of(keys: Iterable[int]) -> dict[int, Standing]:
    """The sums of many accounts, by primary key, in one query."""
    rows = accounts_with_balance().filter(pk__in=list(keys))
    sums = rows.values_list("pk", *(f"{name}_cents" for name in SUMS))
    return {pk: Standing(*cents) for pk, *cents in sums}


def balance_of(account: Account) -> int:
    """Cents still to pay; negative: cents held beyond what is owed."""
    return standing_of(account).balance


def credit_of(account: Account) -> int:
    """Cents paid beyond what is owed, minus refunds due and paid."""
    return standing_of(account).credit


def open_accounts(edition: Edition) -> QuerySet[Any]:
    """Accounts that still owe something, with the earliest due date of their invoices as `due_on`."""
    accounts: QuerySet[Any] = accounts_with_balance(edition).filter(balance_cents__gt=0)
    first_due = Document.objects.filter(account=OuterRef("pk"), kind=DocumentKind.INVOICE).order_by("due_on")
    accounts = accounts.annotate(due_on=Subquery(first_due.values("due_on")[:1]))
    return accounts.order_by("due_on", "pk")


def statement_of(account: Account) -> list[StatementEntry]:
    """Everything that moved on the account, oldest first, with the balance after each."""
    moves: list[tuple[tuple[Any, ...], Document | Payment | Refund, int]] = []
    for document in account.documents.defer("content"):
        cents = document.total_cents if document.kind == DocumentKind.INVOICE else -document.total_cents
        moves.append(((document.issued_on, 0, document.pk), document, cents))
    moves.extend(
        ((payment.received_on, 1, payment.pk), payment, -payment.amount_cents) for payment in account.payments.all()
    )
    moves.extend(
        ((refund.paid_on, 2, refund.pk), refund, refund.amount_cents)
        for refund in account.refunds.all()
        if refund.state == RefundState.PAID
    )
    entries, balance = [], 0
    for _, source, cents in sorted(moves, key=lambda move: move[0]):
        balance += cents
        entries.append(StatementEntry(source, cents, balance))
    return entries


# -- Documents --------------------------------------------------------------------------------------------------------
def documents_of(edition: Edition) -> QuerySet[Any]:
    """Documents of an edition without their bytes, with `cancelled_cents` and `remaining_cents` on invoices."""
    cancellations = Document.objects.filter(preceding=OuterRef("pk")).order_by().values("preceding")
    cancelled = Subquery(cancellations.annotate(cents=Sum("total_cents")).values("cents"))
    return (
        Document.objects.filter(edition=edition)
        .defer("content")
        .select_related("account", "preceding")
        .annotate(cancelled_cents=Coalesce(cancelled, 0))
        .annotate(remaining_cents=F("total_cents") - F("cancelled_cents"))
    )


def documents_of_account(account: Account) -> QuerySet[Document]:
    """The account's documents, oldest first, without their bytes."""
    return account.documents.defer("content").select_related("preceding").order_by("issued_at", "pk")


def documents(keys: Iterable[int]) -> list[Document]:
    """These documents, oldest first, without their bytes."""
    return list(Document.objects.filter(pk__in=list(keys)).defer("content").order_by("pk"))


def documents_visible_to(visitor: Visitor) -> QuerySet[Document]:
    """Documents of the editions whose money the visitor may see."""
    seen = [edition.pk for edition in editions_with_desk_for(visitor) if can_see_documents(visitor, edition)]
    return Document.objects.filter(edition__in=seen)


def lines_with_rest(document: Document) -> list[DocumentLine]:
    """The lines of an invoice, each with `cancelled_cents` and `remaining_cents`."""
    return list(_with_rest(document.lines.all()))


def lines_of_documents(keys: Iterable[int]) -> dict[int, list[DocumentLine]]:
    """The lines of many invoices as `lines_with_rest` has them for one, by document, in one query."""
    lines: dict[int, list[DocumentLine]] = {}
    for line in _with_rest(DocumentLine.objects.filter(document__in=list(keys))).order_by("document", "position"):
        lines.setdefault(line.document_id, []).append(line)
    return lines


def open_lines(account: Account) -> list[OpenLine]:
    """What is invoiced and not cancelled, line by line, oldest invoice first."""
    lines = _with_rest(
        DocumentLine.objects.filter(document__account=account, document__kind=DocumentKind.INVOICE)
    ).filter(remaining_cents__gt=0)
    ordered = lines.select_related("document").defer("document__content").order_by("document_id", "position")
    return [OpenLine(line, line.document, line.remaining_cents) for line in ordered]


def remaining_of(document: Document) -> int:
    """Cents of an invoice that are not cancelled."""
    cancelled = document.cancellations.aggregate(cents=Sum("total_cents"))["cents"] or 0
    return document.total_cents - int(cancelled)


def stored_pdfs(keys: Iterable[int]) -> dict[int, bytes]:
    """The PDFs of these documents by primary key, without those that are not rendered yet."""
    rows = Rendering.objects.filter(document__in=list(keys)).values_list("document_id", "pdf__content")
    return {key: bytes(content) for key, content in rows}


def documents_without_pdf() -> QuerySet[Document]:
    return Document.objects.filter(rendering=None).order_by("pk")


# -- Payments and refunds ---------------------------------------------------------------------------------------------
def payments_of(edition: Edition) -> QuerySet[Payment]:
    return Payment.objects.filter(account__edition=edition).select_related("account", "booked_by")


def reversed_payments(account: Account) -> set[int]:
    """Keys of payments that were taken back (booked under the once key `reversal:<pk>`)."""
    keys = {f"reversal:{pk}": pk for pk in account.payments.values_list("pk", flat=True)}
    done = Receipt.objects.filter(action="book_payment", key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in done}


def refunds_of(edition: Edition, *, state: RefundState | None = None) -> QuerySet[Refund]:
    refunds = Refund.objects.filter(account__edition=edition).select_related("account", "paid_by")
    return refunds if state is None else refunds.filter(state=state)


def _with_rest(lines: QuerySet[DocumentLine]) -> QuerySet[Any]:
    cancelled = Coalesce(Sum("cancelled_by__amount_cents"), Value(0))
    return lines.annotate(cancelled_cents=cancelled).annotate(remaining_cents=F("amount_cents") - cancelled)


def _sum_column(name: str) -> Func:
    return Func("pk", template=_sum(name, "%(expressions)s"), output_field=IntegerField())


def _sum(name: str, account: str) -> str:
    return f"coalesce(({SUMS[name]} AND account_id = {account}), 0)"


def find_documents(edition: Edition, term: str) -> QuerySet[Any]:
    """Documents by a part of their number or of the recipient's name."""
    return documents_of(edition).filter(Q(number__icontains=term) | Q(recipient_name__icontains=term))
