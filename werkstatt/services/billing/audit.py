"""Whether the books of an edition are whole: figures for the operator, and a sentence for everything that is broken."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.foundation.kernel.blobs import is_intact
from werkstatt.services.billing import content, sheet
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.content import Facts
from werkstatt.services.billing.models import Document, DocumentLine, NumberRange, Rendering
from werkstatt.services.billing.number import Number
from werkstatt.services.billing.queries import accounts_with_balance

STEP = 500


def figures(edition: Edition) -> dict[str, Any]:
    """Documents by kind, and the money of all accounts, in cents."""
    totals = accounts_with_balance(edition).aggregate(
        payments_cents=Coalesce(Sum("paid_cents"), 0),
        refunds_due_cents=Coalesce(Sum("refund_due_cents"), 0),
        refunds_paid_cents=Coalesce(Sum("refunded_cents"), 0),
        balance=Coalesce(Sum("balance_cents"), 0),
    )
    balance = totals.pop("balance")
    return {
        "documents": {kind.value: _of_kind(edition, kind) for kind in DocumentKind},
        **totals,
        "balance_cents": balance,
    }


def broken(edition: Edition) -> list[str]:
    """One sentence for each place where documents, numbers or money do not hold."""
    return [
        *broken_chains(edition.series),
        *broken_sums(Document.objects.filter(edition=edition)),
        *broken_accounts(edition),
        *broken_renderings(Document.objects.filter(edition=edition)),
    ]


def gaps(series: Series, kind: DocumentKind, year: int) -> int:
    """How many numbers between the first and the last given one are missing."""
    row = Document.objects.filter(series=series, kind=kind, year=year).aggregate(n=Count("pk"), last=Max("running"))
    given = NumberRange.objects.filter(series=series, kind=kind, year=year).aggregate(last=Max("last"))
    return int(max(row["last"] or 0, given["last"] or 0) - row["n"])


def broken_chains(series: Series) -> Iterator[str]:
    """Numbers without gap, bytes as hashed, every document linked to the one before."""
    for number_range in NumberRange.objects.filter(series=series).order_by("year", "kind"):
        kind, year = DocumentKind(number_range.kind), number_range.year
        documents = Document.objects.filter(series=series, kind=kind, year=year).order_by("running")
        expected, previous = 1, ""
        for document in documents.iterator(STEP):
            if document.running != expected:
                yield _("%(kind)s %(year)s: Vor %(number)s fehlt eine Nummer.") % {
                    "kind": kind.label,
                    "year": year,
                    "number": document.number,
                }
            yield from _broken_link(document, previous)
            expected, previous = document.running + 1, document.chain
        if expected != number_range.last + 1:
            yield _("%(kind)s %(year)s: Der Zähler steht bei %(last)s, der letzte Beleg ist %(found)s.") % {
                "kind": kind.label,
                "year": year,
                "last": number_range.last,
                "found": expected - 1,
            }


def broken_sums(documents: Any) -> Iterator[str]:
    """Content, lines and totals agree; nothing is cancelled beyond its invoice."""
    lines = DocumentLine.objects.filter(document=OuterRef("pk")).order_by().values("document")
    line_cents = Coalesce(Subquery(lines.annotate(cents=Sum("amount_cents")).values("cents")), 0)
    for document in documents.annotate(line_cents=line_cents).iterator(STEP):
        if not _adds_up(document.facts, document.total_cents) or document.line_cents != document.total_cents:
            yield _("%(number)s: Zeilen, Summen und Inhalt stimmen nicht überein.") % {"number": document.number}
    cancelled = Sum("cancelled_by__amount_cents")
    mine = DocumentLine.objects.filter(document__in=documents).annotate(gone=cancelled)
    for line in mine.filter(gone__gt=F("amount_cents")).select_related("document"):
        yield _("%(number)s: Von Zeile %(position)s ist mehr storniert als berechnet.") % {
            "number": line.document.number,
            "position": line.position,
        }
    strangers = mine.filter(cancels__isnull=False).exclude(cancels__document=F("document__preceding"))
    for number in strangers.values_list("document__number", flat=True):
        yield _("%(number)s storniert die Zeile einer anderen Rechnung.") % {"number": number}


def broken_accounts(edition: Edition) -> Iterator[str]:
    """Refunds due are exactly the surplus; while an offer is open at most that."""
    surplus = -F("balance_cents")
    accounts = accounts_with_balance(edition).annotate(surplus=surplus)
    too_much = Q(refund_due_cents__gt=0) & Q(refund_due_cents__gt=F("surplus"))
    too_little = Q(is_waiting=False, surplus__gt=0) & Q(refund_due_cents__lt=F("surplus"))
    for account in accounts.filter(too_much | too_little):
        yield _("%(account)s: %(due)s Cent sind zu erstatten, das Guthaben ist %(surplus)s Cent.") % {
            "account": account.key,
            "due": account.refund_due_cents,
            "surplus": account.surplus,
        }


def broken_renderings(documents: Any) -> Iterator[str]:
    """The stored PDFs are the bytes that were stored."""
    renderings = Rendering.objects.filter(document__in=documents).select_related("pdf", "document")
    for rendering in renderings.iterator(STEP):
        if not is_intact(rendering.pdf):
            yield _("%(number)s: Das gespeicherte PDF ist verändert.") % {"number": rendering.document.number}


def changed_renderings(documents: Any) -> Iterator[str]:
    """PDFs that today's renderer does not make byte by byte again; only those of the same renderer are compared."""
    renderings = Rendering.objects.filter(document__in=documents, renderer=sheet.renderer())
    for rendering in renderings.select_related("pdf", "document").iterator(STEP):
        if sheet.pdf(bytes(rendering.document.content)) != rendering.pdf.data:
            yield _("%(number)s: Neu gesetzt ergibt sich ein anderes PDF.") % {"number": rendering.document.number}


def _of_kind(edition: Edition, kind: DocumentKind) -> Facts:
    documents = Document.objects.filter(edition=edition, kind=kind)
    row = documents.aggregate(count=Count("pk"), cents=Coalesce(Sum("total_cents"), 0), a=Min("pk"), z=Max("pk"))
    ends = dict(documents.filter(pk__in=[row["a"], row["z"]]).values_list("pk", "number"))
    years = documents.order_by().values_list("year", flat=True).distinct()
    return {
        "count": row["count"],
        "first": ends.get(row["a"]),
        "last": ends.get(row["z"]),
        "gaps": sum(gaps(edition.series, kind, year) for year in years),
        "cents": row["cents"],
    }


def _broken_link(document: Document, previous: str) -> Iterator[str]:
    number, bytes_ = document.number, bytes(document.content)
    if content.fingerprint(bytes_) != document.content_sha256 or content.canonical(content.read(bytes_)) != bytes_:
        yield _("%(number)s: Der Inhalt passt nicht zu seiner Prüfsumme.") % {"number": number}
    if content.link(previous=previous, number=number, content_sha256=document.content_sha256) != document.chain:
        yield _("%(number)s: Die Kette zum Beleg davor ist unterbrochen.") % {"number": number}
    facts = document.facts
    written = str(Number(number.split("-")[0], document.kind, document.year, document.running))
    if (facts["number"], facts["kind"], facts["issued_on"]) != (number, document.kind, document.issued_on.isoformat()):
        yield _("%(number)s: Der Inhalt nennt andere Angaben als der Beleg.") % {"number": number}
    elif number.split("-")[1:] != written.split("-")[1:]:
        yield _("%(number)s: Die Nummer passt nicht zu Jahr und Zähler.") % {"number": number}


def _adds_up(facts: Facts, total_cents: int) -> bool:
    totals = facts["totals"]
    return bool(
        totals["gross_cents"] == total_cents
        and totals["net_cents"] + totals["tax_cents"] == total_cents
        and sum(part["gross_cents"] for part in facts["taxes"]) == total_cents
        and sum(part["tax_cents"] for part in facts["taxes"]) == totals["tax_cents"]
        and sum(line["gross_cents"] for line in facts["lines"]) == total_cents
        and sum(line["net_cents"] for line in facts["lines"]) == totals["net_cents"]
        and totals["prepaid_cents"] + totals["due_cents"] == total_cents
    )
