"""Issuing invoices and cancellations: checked first, numbered last, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import connection, transaction

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.foundation.kernel.jobs import wake
from werkstatt.services.billing import content, proof, vat
from werkstatt.services.billing.actions.accounts import balance_refunds, lock, open_or_lock
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document, DocumentLine
from werkstatt.services.billing.number import Number
from werkstatt.services.billing.party import buyer_facts, seller_facts
from werkstatt.services.billing.queries import Standing, lines_with_rest, standing_of
from werkstatt.services.billing.signals import document_issued

RENDER_TASK = "werkstatt.services.billing.tasks.render_documents"
RENDERERS = 2  # at the same time, over all workers


class NothingToCancel(Exception):
    """Everything asked for is cancelled already, or nothing was asked for."""


class MoreThanInvoiced(Exception):
    """More would be cancelled of a line than is left of it."""


class LineIsForeign(Exception):
    """A line was named that does not stand on this invoice."""


@dataclass(frozen=True)
class Draft:
    """A document that is checked and complete but for its number."""

    account: Account
    edition: Edition
    kind: DocumentKind
    channel: str
    issued_on: date
    recipient_name: str
    lines: Sequence[Line]
    facts: content.Facts
    preceding: Document | None = None
    due_on: date | None = None
    cancels: Sequence[DocumentLine | None] = field(default_factory=tuple)


@dataclass(frozen=True)
class Bill:
    """An invoice that is wanted."""

    channel: str
    buyer: Buyer
    lines: Sequence[Line]
    language: str = "de"
    note: str = ""


def issue_invoice(  # noqa: PLR0913  (the contract of the house)
    *,
    account: Account,
    channel: str,
    buyer: Buyer,
    lines: Sequence[Line],
    now: datetime,
    language: str = "de",
    note: str = "",
) -> Document:
    """Issue an invoice. Credit of the account is set against it. Raises DocumentIsRefused; then no number is used."""
    bill = Bill(channel, buyer, lines, language, note)
    [document] = issue_invoices(account=account, bills=[bill], now=now)
    return document


def issue_invoices(*, account: Account, bills: Sequence[Bill], now: datetime) -> list[Document]:
    """`issue_invoice` for several at once, in this order; the queries do not grow with them."""
    edition = _edition_of(account)
    _refuse_wrong(bills, edition)
    # Nothing is refused from here on: inside a transaction there is no need for a savepoint.
    with transaction.atomic(savepoint=False):
        lock(account)
        return _invoice(account, standing_of(account), bills, now=now)


def invoice_anew(
    *, edition: Edition, key: str, debtor_name: str, bills: Sequence[Bill], now: datetime
) -> list[Document]:
    """Open the account of a new order and issue its first invoices: one step instead of two, half the queries."""
    _refuse_wrong(bills, edition)
    with transaction.atomic(savepoint=False):
        account, standing = open_or_lock(edition=edition, key=key, debtor_name=debtor_name, now=now)
        return _invoice(account, standing, bills, now=now)


def _refuse_wrong(bills: Sequence[Bill], edition: Edition) -> None:
    for bill in bills:
        proof.refuse_wrong_buyer(bill.buyer)
        proof.refuse_wrong_lines(bill.lines, bill.buyer)
    if bills:
        proof.refuse_wrong_seller(seller_facts(edition))


def _invoice(account: Account, standing: Standing, bills: Sequence[Bill], *, now: datetime) -> list[Document]:
    """The account is locked, `standing` is how it stands now; each invoice uses up what credit the one before left."""
    if not bills:
        return []
    drafts = []
    for bill in bills:
        drafts.append(_invoice_draft(account, bill, standing, now=now))
        standing = replace(standing, invoiced=standing.invoiced + sum(line.amount_cents for line in bill.lines))
    documents = issue_drafts(drafts, now=now)
    balance_refunds(account, standing, now=now)
    return documents


def _invoice_draft(account: Account, bill: Bill, standing: Standing, *, now: datetime) -> Draft:
    edition = _edition_of(account)
    parts = vat.breakdown((line.amount_cents, line.tax) for line in bill.lines)
    issued_on = now.astimezone(edition.zone).date()
    due_on = issued_on + timedelta(days=edition.payment_term_days)
    return Draft(
        account=account,
        edition=edition,
        kind=DocumentKind.INVOICE,
        channel=bill.channel,
        issued_on=issued_on,
        due_on=due_on,
        recipient_name=bill.buyer.name[:200],
        lines=bill.lines,
        facts={
            **_common_facts(edition, bill.channel, language=bill.language, note=bill.note),
            **content.sum_facts(parts, prepaid_cents=min(parts.gross_cents, standing.surplus)),
            "lines": content.line_facts(bill.lines, parts),
            "period": content.period(bill.lines),
            "seller": seller_facts(edition),
            "buyer": buyer_facts(bill.buyer),
            "due_on": due_on.isoformat(),
            "preceding": None,
        },
    )


@transaction.atomic
def cancel_lines(
    *, document: Document, amounts: Mapping[int, int] | None = None, now: datetime, note: str = "", language: str = ""
) -> Document:
    """Cancel an invoice by a document of its own: whole (None: everything still open) or some cents of some lines.

    `amounts` maps line keys to gross cents. Buyer, seller, currency and tax are those of the invoice, whatever they are
    today. Raises NothingToCancel, MoreThanInvoiced, LineIsForeign.
    """
    account = lock(document.account)
    standing = standing_of(account)
    invoice = Invoiced(document, lines_with_rest(document))
    draft = cancellation_draft(account, invoice, amounts, standing, wording=Wording(note, language), now=now)
    issued = _issue(draft, now=now)
    after = replace(standing, cancelled=standing.cancelled + issued.total_cents)
    balance_refunds(account, after, now=now, reason=issued.number)
    return issued


@dataclass(frozen=True)
class Invoiced:
    """An invoice and its lines, each with `remaining_cents`."""

    document: Document
    lines: Sequence[DocumentLine]


@dataclass(frozen=True)
class Wording:
    """The note of a document, and its language (empty: that of the invoice)."""

    note: str = ""
    language: str = ""


def cancellation_draft(
    account: Account,
    invoice: Invoiced,
    amounts: Mapping[int, int] | None,
    standing: Standing,
    *,
    wording: Wording,
    now: datetime,
) -> Draft:
    """The cancellation, checked, without its number. The account is locked, `standing` is how it stands now."""
    document = invoice.document
    if document.kind != DocumentKind.INVOICE:
        raise NothingToCancel
    wanted = _wanted(invoice.lines, amounts)
    edition, original = _edition_of(account), document.facts
    lines = [_line(line, cents) for line, cents in wanted]
    parts = vat.breakdown_of_part(
        [(line.amount_cents, line.tax) for line in lines],
        whole=[(line.amount_cents, _tax(line)) for line in invoice.lines],
        before=[(line.amount_cents - line.remaining_cents, _tax(line)) for line in invoice.lines],  # type: ignore[attr-defined]
    )
    after = replace(standing, cancelled=standing.cancelled + parts.gross_cents)
    language = wording.language or original["language"]
    return Draft(
        account=account,
        edition=edition,
        kind=DocumentKind.CANCELLATION,
        channel=document.channel,
        issued_on=now.astimezone(edition.zone).date(),
        recipient_name=document.recipient_name,
        lines=lines,
        preceding=document,
        cancels=[line for line, _ in wanted],
        facts={
            **_common_facts(edition, document.channel, language=language, note=wording.note),
            **content.sum_facts(parts),
            "lines": content.line_facts(lines, parts),
            "period": content.period(lines),
            "seller": original["seller"],
            "buyer": original["buyer"],
            "due_on": None,
            "preceding": {"number": document.number, "issued_on": document.issued_on.isoformat()},
            "is_whole": parts.gross_cents == document.total_cents,
            "standing": {
                "open_cents": after.open,
                "credit_cents": after.surplus if account.is_waiting else after.credit,
                "is_waiting": account.is_waiting,
                "rest_of_invoice_cents": sum(line.remaining_cents for line in invoice.lines) - parts.gross_cents,  # type: ignore[attr-defined]
            },
        },
    )


def _wanted(invoiced: Sequence[DocumentLine], amounts: Mapping[int, int] | None) -> list[tuple[DocumentLine, int]]:
    """The lines to cancel with their cents, checked against what is left of them."""
    rest = {line.pk: line.remaining_cents for line in invoiced}  # type: ignore[attr-defined]
    asked = rest if amounts is None else amounts
    if foreign := set(asked) - set(rest):
        raise LineIsForeign(sorted(foreign))
    for pk, cents in asked.items():
        if cents < 0:
            raise proof.DocumentIsRefused("negative", "a cancellation states positive amounts")
        if cents > rest[pk]:
            raise MoreThanInvoiced(pk, cents, rest[pk])
    wanted = [(line, asked[line.pk]) for line in invoiced if asked.get(line.pk)]
    if not wanted:
        raise NothingToCancel
    return wanted


def _issue(draft: Draft, *, now: datetime) -> Document:
    """Give the draft its number, link it to the chain and write it down; say so after commit."""
    [document] = issue_drafts([draft], now=now)
    return document


def issue_drafts(drafts: Sequence[Draft], *, now: datetime) -> list[Document]:
    """Number, chain and write documents of one series, year and kind, in this order; say so after commit."""
    first = drafts[0]
    series, year = first.edition.series, first.issued_on.year
    last, chain = _next_numbers(series, year, first.kind, count=len(drafts))
    documents = []
    for running, draft in enumerate(drafts, start=last - len(drafts) + 1):
        documents.append(_numbered(draft, series, running, chain, now=now))
        chain = documents[-1].chain
    Document.objects.bulk_create(documents)
    DocumentLine.objects.bulk_create(
        row for document, draft in zip(documents, drafts, strict=True) for row in _rows(document, draft)
    )
    for document in documents:
        transaction.on_commit(partial(document_issued.send_robust, sender=Document, document=document))
    wake(RENDER_TASK, lanes=RENDERERS)
    return documents


def _numbered(draft: Draft, series: Series, running: int, previous: str, *, now: datetime) -> Document:
    year = draft.issued_on.year
    number = str(Number(series.number_code, draft.kind, year, running))
    bytes_ = content.canonical(
        {
            **draft.facts,
            "kind": str(draft.kind),
            "type_code": content.TYPE_CODES[draft.kind],
            "template": content.TEMPLATES[draft.kind],
            "number": number,
            "issued_on": draft.issued_on.isoformat(),
        }
    )
    sha256 = content.fingerprint(bytes_)
    return Document(
        series=series,
        edition=draft.edition,
        account=draft.account,
        kind=draft.kind,
        year=year,
        running=running,
        number=number,
        channel=draft.channel,
        preceding=draft.preceding,
        issued_at=now,
        issued_on=draft.issued_on,
        due_on=draft.due_on,
        total_cents=sum(line.amount_cents for line in draft.lines),
        recipient_name=draft.recipient_name,
        content=bytes_,
        content_sha256=sha256,
        chain=content.link(previous=previous, number=number, content_sha256=sha256),
        template=content.TEMPLATES[draft.kind],
    )


TAKE_NUMBERS = """
INSERT INTO billing_numberrange AS r (series_id, year, kind, last) VALUES (%(series)s, %(year)s, %(kind)s, %(count)s)
ON CONFLICT (series_id, year, kind) DO UPDATE SET last = r.last + %(count)s RETURNING last
"""
# A statement of its own: what others wrote while we waited for the range is not to be seen by the one that waited.
CHAIN_SO_FAR = """
SELECT chain FROM billing_document
WHERE series_id = %(series)s AND year = %(year)s AND kind = %(kind)s AND running = %(last)s
"""


def _next_numbers(series: Series, year: int, kind: DocumentKind, *, count: int) -> tuple[int, str]:
    """The last of `count` new running numbers and the chain so far. Locks the range until commit: no gap, no double."""
    of: dict[str, str | int] = {"series": series.pk, "year": year, "kind": str(kind), "count": count}
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, of)
        (last,) = cursor.fetchone()
        if last == count:
            return last, ""
        cursor.execute(CHAIN_SO_FAR, of | {"last": last - count})
        (chain,) = cursor.fetchone()
    return last, chain


def _rows(document: Document, draft: Draft) -> list[DocumentLine]:
    cancels = draft.cancels or [None] * len(draft.lines)
    return [
        DocumentLine(
            document=document,
            position=position,
            item_key=line.item_key,
            text=line.text[:300],
            person=line.person[:210],
            service_on=line.service_on,
            amount_cents=line.amount_cents,
            tax_category=line.tax.category,
            tax_rate_percent=line.tax.rate_percent,
            tax_reason=line.tax.reason,
            tax_reason_code=line.tax.reason_code,
            cancels=cancelled,
        )
        for position, (line, cancelled) in enumerate(zip(draft.lines, cancels, strict=True), start=1)
    ]


def _line(line: DocumentLine, cents: int) -> Line:
    return Line(line.item_key, line.text, line.service_on, cents, _tax(line), line.person)


def _tax(line: DocumentLine) -> vat.Tax:
    return vat.Tax(line.tax_category, line.tax_rate_percent, line.tax_reason, line.tax_reason_code)


def _common_facts(edition: Edition, channel: str, *, language: str, note: str) -> content.Facts:
    return {
        "schema": content.SCHEMA,
        "currency": "EUR",
        "language": language if language in {"de", "en"} else "de",
        "channel": str(channel),
        "edition": {"slug": edition.slug, "title": edition.title},
        "note": note,
    }


def _edition_of(account: Account) -> Edition:
    """The account's edition with its series, loaded once."""
    if not Account.edition.is_cached(account):
        account.edition = Edition.objects.select_related("series").get(pk=account.edition_id)
    return account.edition
