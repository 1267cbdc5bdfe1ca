"""Documents and money of a change: done exactly as previewed, or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.models import Place
from werkstatt.rooms.registration.previews import Charges
from werkstatt.rooms.registration.refusals import EffectChanged
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.models import Document


def refuse_other_effect(effect: Effect, expected: str) -> None:
    """`expected` is the fingerprint that was confirmed; empty for callers who showed no preview."""
    if expected and expected != effect.fingerprint:
        raise EffectChanged(effect)


def refuse_other_sums(effect: Effect, documents: Iterable[Document]) -> None:
    """The documents must sum to what was promised, to the cent."""
    totals = {DocumentKind.INVOICE.value: 0, DocumentKind.CANCELLATION.value: 0}
    for document in documents:
        totals[document.kind] += document.total_cents
    promised = {
        DocumentKind.INVOICE.value: effect.invoiced_cents,
        DocumentKind.CANCELLATION.value: effect.cancelled_cents,
    }
    if totals != promised:
        raise EffectChanged(effect)


def cancel_charges(
    charges: Charges, amounts: Mapping[int, int], places: Iterable[Place], *, now: datetime
) -> list[Document]:
    """Cancel `amounts` (cents by place) on the open lines of these places: one document per invoice concerned."""
    by_document: dict[Document, dict[int, int]] = defaultdict(dict)
    for place in places:
        left = amounts[place.pk]
        for line in charges.of(place):
            if (cents := min(left, line.remaining_cents)) > 0:
                by_document[line.document][line.line.pk] = cents
                left -= cents
    return [
        billing.cancel_lines(document=document, amounts=by_document[document], now=now)
        for document in sorted(by_document, key=lambda each: each.pk)
    ]


@contextmanager
def one_settlement(charges: Charges, *, now: datetime, reason: str) -> Iterator[None]:
    """Several documents, one settlement: money set free by one pays the next before anything is refunded."""
    billing.hold_credit(account=charges.account)
    yield
    if not charges.standing.is_waiting:
        billing.settle(account=charges.account, now=now, reason=reason)
