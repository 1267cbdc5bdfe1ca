"""Silence until the deadline: no place, and the money goes back."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from werkstatt.rooms.registration.actions import bookings
from werkstatt.rooms.registration.choices import CaseState, OfferState
from werkstatt.rooms.registration.models import Offer, OfferedPlace, Order, SwitchCase
from werkstatt.rooms.registration.switch import closing, letters, money
from werkstatt.rooms.registration.switch.casefile import Outcome, day_channels_of, files_of_offers
from werkstatt.rooms.registration.switch.starting import give_seats_back
from werkstatt.services.billing import queries as books


def expire_offers(*, now: datetime) -> int:
    """End every open offer whose deadline has passed, one order per transaction. Returns how many offers ended."""
    late = Offer.objects.filter(state=OfferState.OPEN, deadline__lt=now, case__state=CaseState.DONE)
    orders = late.order_by("attendee__order").values_list("attendee__order", flat=True).distinct()
    return sum(expire_offers_of(order, now=now) for order in list(orders))


@transaction.atomic
def expire_offers_of(order: int, *, now: datetime) -> int:
    """The late offers of one order. An answer that comes at the same moment is either before or after, never both."""
    locked = (
        Order.objects.select_for_update(of=("self",))
        .select_related("edition__series", "edition__venue", "organisation")
        .get(pk=order)
    )
    late = Offer.objects.filter(
        attendee__order=locked, state=OfferState.OPEN, deadline__lt=now, case__state=CaseState.DONE
    )
    offers = files_of_offers(late.select_for_update(of=("self",)), locked)
    if not offers:
        return 0
    outcome = Outcome(locked, offers)
    keys = [each.offer.pk for each in offers]
    give_seats_back(channel for each in offers for channel in day_channels_of(each.days))
    OfferedPlace.objects.filter(offer__in=keys).update(holds_seat=False)
    Offer.objects.filter(pk__in=keys).update(state=OfferState.EXPIRED)
    for each in offers:
        each.offer.state = OfferState.EXPIRED
    _settle(outcome, now=now)
    letters.tell_of_expiry(outcome, now=now)
    names = [each.attendee.full_name for each in offers]
    bookings.note(locked, "offer_expired", now=now, by=None, switch=offers[0].offer.case.switch_id, persons=names)
    for switch in {each.offer.case.switch_id for each in offers}:
        transaction.on_commit(partial(closing.finish_switch, switch, now=now))
    return len(offers)


def _settle(outcome: Outcome, *, now: datetime) -> None:
    outcome.is_last = not money.waits(outcome.order)
    account = money.account_of(outcome.order)
    if account is not None:
        before = books.standing_of(account)
        if outcome.is_last:
            money.settle(account, outcome.order, now=now)
        outcome.money = money.change(before, books.standing_of(account))
    if outcome.is_last:
        cases = {each.offer.case_id for each in outcome.offers}
        SwitchCase.objects.filter(pk__in=cases).update(settled_at=now)
        SwitchCase.objects.filter(pk=max(cases)).update(
            refunded_cents=F("refunded_cents") + max(0, outcome.money.refund_cents)
        )
