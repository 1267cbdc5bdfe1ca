"""Offers that end without an answer: silence until the deadline, or taken back because the hall closes again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet

from werkstatt.foundation.events.choices import Channel
from werkstatt.rooms.registration.actions import bookings
from werkstatt.rooms.registration.choices import CaseState, OfferState
from werkstatt.rooms.registration.models import Offer, OfferedPlace, Order, SwitchCase
from werkstatt.rooms.registration.switch import closing, letters, money
from werkstatt.rooms.registration.switch.casefile import Outcome, day_channels_of, files_of_offers
from werkstatt.rooms.registration.switch.starting import give_seats_back
from werkstatt.services.billing import queries as books


def expire_offers(*, now: datetime) -> int:
    """End every open offer whose deadline has passed, one order per transaction. Returns how many offers ended."""
    return _end_offers(Offer.objects.filter(deadline__lt=now), is_withdrawn=False, now=now)


def withdraw_hall_offers(*, days: Iterable[int], now: datetime) -> int:
    """The hall closes again: seats offered there and not answered yet are taken back. Returns how many offers ended."""
    offered = OfferedPlace.objects.filter(
        day_channel__day__in=days, day_channel__channel=Channel.ON_SITE, holds_seat=True
    )
    return _end_offers(Offer.objects.filter(offered_places__in=offered), is_withdrawn=True, now=now)


def _end_offers(offers: QuerySet[Offer], *, is_withdrawn: bool, now: datetime) -> int:
    ending = offers.filter(state=OfferState.OPEN, case__state=CaseState.DONE)
    keys: dict[int, list[int]] = {}
    for pk, order in ending.order_by("attendee__order", "pk").values_list("pk", "attendee__order").distinct():
        keys.setdefault(order, []).append(pk)
    return sum(_end_offers_of(order, mine, is_withdrawn=is_withdrawn, now=now) for order, mine in keys.items())


@transaction.atomic
def _end_offers_of(order: int, keys: Iterable[int], *, is_withdrawn: bool, now: datetime) -> int:
    """These offers of one order. An answer that comes at the same moment is either before or after, never both."""
    locked = (
        Order.objects.select_for_update(of=("self",))
        .select_related("edition__series", "edition__venue", "organisation")
        .get(pk=order)
    )
    late = Offer.objects.filter(pk__in=keys, state=OfferState.OPEN)
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
    letters.tell_of_expiry(outcome, is_withdrawn=is_withdrawn, now=now)
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
