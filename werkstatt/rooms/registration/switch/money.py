"""What the switch does to the money of one order. Documents are the billing service's; here is only which and when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from werkstatt.rooms.registration.choices import CaseState, OfferState
from werkstatt.rooms.registration.models import Offer, Order, Place
from werkstatt.rooms.registration.switch.casefile import CaseFile, Money
from werkstatt.rooms.registration.switch.plan import Charge, PlannedCancellation, planned_cancellations
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.models import Account, Document


def account_of(order: Order) -> Account | None:
    """The order's account; None when it never owed anything."""
    return Account.objects.filter(key=order.account_key).first()


def cancel_on_site(files: Sequence[CaseFile], charges: Sequence[Charge], *, now: datetime) -> None:
    """Cancel what is invoiced for the ended places, free of any fee. While an offer is open the credit is kept."""
    found = Account.objects.filter(key__in=[file.order.account_key for file in files])
    by_key = {account.key: account for account in found}
    owing = [file for file in files if file.order.account_key in by_key]
    held = billing.hold_many(accounts=[by_key[file.order.account_key] for file in owing])
    wanted = [(file, planned) for file in owing for planned in _planned(file, charges)]
    invoices = Document.objects.in_bulk([planned.document for _, planned in wanted])
    orders = [
        billing.Cancellation(
            document=invoices[planned.document],
            amounts=_amounts(file, planned, charges),
            note=_note(file.order.language),
        )
        for file, planned in wanted
    ]
    for (file, planned), document in zip(wanted, billing.cancel_many(held=held, orders=orders, now=now), strict=True):
        document.preceding = invoices[planned.document]
        file.documents.append(document)
    for file in owing:
        _close(file, by_key[file.order.account_key], held, now=now)


def _planned(file: CaseFile, charges: Sequence[Charge]) -> list[PlannedCancellation]:
    mine = [charge for charge in charges if charge.order == file.order.pk]
    return planned_cancellations(mine, {place.pk for place in file.places})


def _close(file: CaseFile, account: Account, held: billing.Held, *, now: datetime) -> None:
    """Note what happened; without an open offer the credit becomes a refund now."""
    after = held.now[account.pk]
    if not file.open_offers and not waits(file.order):
        settle(account, file.order, now=now)
        after = books.standing_of(account)
    file.money = change(held.before[account.pk], after)


def cancel_place(place: Place, order: Order, *, now: datetime) -> list[Document]:
    """Cancel what is still open of one place, free of any fee."""
    account = account_of(order)
    if account is None:
        return []
    mine = [each for each in books.open_lines(account) if each.line.item_key == place.item_key]
    return [
        billing.cancel_lines(
            document=each.document,
            amounts={each.line.pk: each.remaining_cents},
            now=now,
            note=_note(order.language),
        )
        for each in mine
    ]


def settle(account: Account, order: Order, *, now: datetime) -> None:
    """Nobody has to answer any more: what is left over becomes a refund due."""
    billing.settle(account=account, now=now, reason=_reason(order.language))


def _amounts(file: CaseFile, planned: PlannedCancellation, charges: Sequence[Charge]) -> dict[int, int] | None:
    """Cents by line; None for everything still open."""
    if planned.is_whole:
        return None
    places = {place.pk for place in file.places}
    return {
        charge.line: charge.open_cents
        for charge in charges
        if charge.document == planned.document and charge.place in places and charge.open_cents
    }


def change(before: books.Standing, after: books.Standing) -> Money:
    """What happened between two moments of an account. A refund that was promised and is used up counts negative."""
    return Money(
        cancelled_cents=after.cancelled - before.cancelled,
        invoiced_cents=after.invoiced - before.invoiced,
        credit_cents=max(0, after.surplus - before.surplus),
        held_cents=after.credit,
        refund_cents=after.refunded + after.refund_due - before.refunded - before.refund_due,
        open_cents=after.open,
    )


def waits(order: Order) -> bool:
    """True while somebody of the order still has an offer to answer."""
    return Offer.objects.filter(case__order=order, case__state=CaseState.DONE, state=OfferState.OPEN).exists()


def _note(language: str) -> str:
    with translation.override(language):
        return _("Die Stornierung erfolgt durch die Veranstaltenden. Es fällt keine Gebühr an.")


def _reason(language: str) -> str:
    with translation.override(language):
        return _("Änderung der Teilnahme vor Ort")
