"""Issuing invoices and cancellations: checked first, numbered last, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import connection, transaction

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.foundation.kernel.jobs import wake
from werkstatt.services.billing import content, proof, vat
from werkstatt.services.billing.actions.accounts import balance_refunds, lock
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document, DocumentLine
from werkstatt.services.billing.number import Number
from werkstatt.services.billing.party import buyer_facts, seller_facts
from werkstatt.services.billing.queries import lines_with_rest, standing_of
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


@transaction.atomic
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
    edition = _edition_of(account)
    seller = seller_facts(edition)
    proof.refuse_wrong_buyer(buyer)
    proof.refuse_wrong_lines(lines, buyer)
    proof.refuse_wrong_seller(seller)
    lock(account)
    standing, parts = standing_of(account), vat.breakdown((line.amount_cents, line.tax) for line in lines)
    issued_on = now.astimezone(edition.zone).date()
    due_on = issued_on + timedelta(days=edition.payment_term_days)
    draft = Draft(
        account=account,
        edition=edition,
        kind=DocumentKind.INVOICE,
        channel=channel,
        issued_on=issued_on,
        due_on=due_on,
        recipient_name=buyer.name[:200],
        lines=lines,
        facts={
            **_common_facts(edition, channel, language=language, note=note),
            **content.sum_facts(parts, prepaid_cents=min(parts.gross_cents, standing.surplus)),
            "lines": content.line_facts(lines, parts),
            "period": content.period(lines),
            "seller": seller,
            "buyer": buyer_facts(buyer),
            "due_on": due_on.isoformat(),
            "preceding": None,
        },
    )
    document = _issue(draft, now=now)
    after = replace(standing, invoiced=standing.invoiced + document.total_cents)
    balance_refunds(account, after, now=now)
    return document


@transaction.atomic
def cancel_lines(
    *, document: Document, amounts: Mapping[int, int] | None = None, now: datetime, note: str = "", language: str = ""
) -> Document:
    """Cancel an invoice by a document of its own: whole (None: everything still open) or some cents of some lines.

    `amounts` maps line keys to gross cents. Buyer, seller, currency and tax are those of the invoice, whatever they are
    today. Raises NothingToCancel, MoreThanInvoiced, LineIsForeign.
    """
    account = lock(document.account)
    if document.kind != DocumentKind.INVOICE:
        raise NothingToCancel
    invoiced = lines_with_rest(document)
    wanted = _wanted(invoiced, amounts)
    edition, original = _edition_of(account), document.facts
    lines = [_line(line, cents) for line, cents in wanted]
    parts = vat.breakdown_of_part(
        [(line.amount_cents, line.tax) for line in lines],
        whole=[(line.amount_cents, _tax(line)) for line in invoiced],
        before=[(line.amount_cents - line.remaining_cents, _tax(line)) for line in invoiced],  # type: ignore[attr-defined]
    )
    standing = standing_of(account)
    after = replace(standing, cancelled=standing.cancelled + parts.gross_cents)
    draft = Draft(
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
            **_common_facts(edition, document.channel, language=language or original["language"], note=note),
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
                "credit_cents": after.surplus,
                "is_waiting": account.is_waiting,
                "rest_of_invoice_cents": sum(line.remaining_cents for line in invoiced) - parts.gross_cents,  # type: ignore[attr-defined]
            },
        },
    )
    issued = _issue(draft, now=now)
    balance_refunds(account, after, now=now, reason=issued.number)
    return issued


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
    series, year = draft.edition.series, draft.issued_on.year
    running, previous = _next_number(series, year, draft.kind)
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
    document = Document.objects.create(
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
    DocumentLine.objects.bulk_create(_rows(document, draft))
    transaction.on_commit(partial(document_issued.send_robust, sender=Document, document=document))
    wake(RENDER_TASK, lanes=RENDERERS)
    return document


def _next_number(series: Series, year: int, kind: DocumentKind) -> tuple[int, str]:
    """The next running number and the chain so far. Locks the range until commit: no gap, no double."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_numberrange AS r (series_id, year, kind, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (series_id, year, kind) DO UPDATE SET last = r.last + 1 RETURNING last",
            [series.pk, year, str(kind)],
        )
        (running,) = cursor.fetchone()
    if running == 1:
        return 1, ""
    before = Document.objects.filter(series=series, year=year, kind=kind, running=running - 1)
    return running, before.values_list("chain", flat=True).get()


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
