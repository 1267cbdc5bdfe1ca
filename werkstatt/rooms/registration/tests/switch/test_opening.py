"""The hall opens again: seats in the order of the first registration, and the next in the row when one is not taken."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.rooms.registration.choices import OfferState, PlaceState, SwitchKind, SwitchState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, Place
from werkstatt.rooms.registration.switch.answers import answer_offer
from werkstatt.rooms.registration.switch.closing import finish_switch
from werkstatt.rooms.registration.switch.expiry import expire_offers
from werkstatt.rooms.registration.tests.switch.factories import (
    DEADLINE,
    IN_APRIL,
    ONE,
    Wanted,
    edition_with_days,
    placed,
    wish_for,
    worked,
)
from werkstatt.services.billing.models import Document, Refund
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db
LATER = IN_APRIL + timedelta(hours=2)


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=50)


def offers(switch: ChannelSwitch, state: OfferState = OfferState.OPEN) -> list[Offer]:
    mine = Offer.objects.filter(case__switch=switch, state=state).select_related("attendee__order")
    return list(mine.order_by("pk"))


def days_of(offer: Offer) -> list[int]:
    return list(offer.offered_places.values_list("day_channel_id", flat=True))


def hall(edition: Edition) -> DayChannel:
    return DayChannel.objects.filter(day__edition=edition, channel="on_site").order_by("day__on")[0]


def opened(edition: Edition, *, seats: int | None) -> ChannelSwitch:
    return worked(edition, wish_for(edition, SwitchKind.OPEN, days=1, limit=seats), now=LATER, key="open")


def test_a_limit_keeps_the_first_and_becomes_the_capacity(edition: Edition) -> None:
    placed(edition, [Wanted([ONE]) for _ in range(5)])
    switch = worked(edition, wish_for(edition, SwitchKind.LIMIT, days=1, limit=3))
    assert switch.cases.count() == 2
    row = hall(edition)
    assert (row.capacity, row.taken, row.is_open) == (3, 3, True)
    stayed = Place.objects.filter(state=PlaceState.BOOKED).values_list("order__code", flat=True)
    assert [code.rpartition("-")[2] for code in sorted(stayed)] == ["o0", "o1", "o2"]


def test_opening_offers_seats_in_the_order_of_registration(edition: Edition) -> None:
    orders = placed(edition, [Wanted([ONE]) for _ in range(4)])
    worked(edition)
    switch = opened(edition, seats=2)
    assert [offer.attendee.order for offer in offers(switch)] == orders[:2]
    row = hall(edition)
    assert (row.capacity, row.taken, row.is_open) == (2, 2, False)
    assert Mail.objects.filter(kind="hall_opened").count() == 2


def test_a_declined_seat_goes_to_the_next_in_the_row(edition: Edition) -> None:
    orders = placed(edition, [Wanted([ONE]) for _ in range(4)])
    worked(edition)
    switch = opened(edition, seats=2)
    first, second = offers(switch)
    answer_offer(offer=first, accept=[], now=LATER)
    finish_switch(switch.pk, now=LATER)
    assert [offer.attendee.order for offer in offers(switch)] == [orders[1], orders[2]]
    answer_offer(offer=second, accept=days_of(second), now=LATER)
    finish_switch(switch.pk, now=LATER)
    row = hall(edition)
    assert (row.taken, row.is_open) == (2, False)


def test_a_seat_nobody_waits_for_is_everybodys(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    switch = opened(edition, seats=10)
    row = hall(edition)
    assert (row.capacity, row.taken, row.is_open) == (10, 1, True)
    [offer] = offers(switch)
    answer_offer(offer=offer, accept=[], now=LATER)
    finish_switch(switch.pk, now=LATER)
    assert hall(edition).taken == 0
    switch.refresh_from_db()
    assert switch.state == SwitchState.FINISHED


def test_without_a_number_the_hall_opens_as_it_was_before_the_limit(edition: Edition) -> None:
    placed(edition, [Wanted([ONE]) for _ in range(5)])
    worked(edition, wish_for(edition, SwitchKind.LIMIT, days=1, limit=3))
    switch = opened(edition, seats=None)
    assert hall(edition).capacity == 50
    assert len(offers(switch)) == 2


def test_who_took_part_online_swaps_the_place_and_pays_the_difference(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    closing = worked(edition)
    [online] = offers(closing)
    answer_offer(offer=online, accept=days_of(online), now=LATER)
    [promised] = Refund.objects.all()
    assert promised.amount_cents == 2000
    switch = opened(edition, seats=10)
    [seat] = offers(switch)
    outcome = answer_offer(offer=seat, accept=days_of(seat), now=LATER)
    assert [(document.kind, document.total_cents) for document in outcome.documents] == [
        ("cancellation", 2500),
        ("invoice", 4500),
    ]
    assert (outcome.money.open_cents, outcome.money.refund_cents) == (0, -2000)
    assert Participation.objects.get(state="active").channel == "on_site"
    mails = Mail.objects.aggregate(cents=Sum("amount_cents"))["cents"]
    assert mails == 0
    assert not Refund.objects.exclude(state="withdrawn").exists()
    assert Document.objects.filter(kind="invoice").count() == 3


def test_taking_the_seat_voids_the_online_offer_of_that_day(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    closing = worked(edition)
    switch = opened(edition, seats=10)
    [seat] = offers(switch)
    answer_offer(offer=seat, accept=days_of(seat), now=LATER)
    assert not offers(closing)
    assert not DayChannel.objects.filter(channel="online", taken__gt=0).exists()
    assert Participation.objects.get(state="active").channel == "on_site"


def test_silence_hands_the_seat_on_and_changes_nothing_else(edition: Edition) -> None:
    placed(edition, [Wanted([ONE]), Wanted([ONE])])
    closing = worked(edition)
    for offer in offers(closing):
        answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    switch = opened(edition, seats=1)
    [first] = offers(switch)
    too_late = DEADLINE + timedelta(minutes=1)
    expire_offers(now=too_late)
    finish_switch(switch.pk, now=too_late)
    [second] = offers(switch)
    assert second.attendee.order != first.attendee.order
    assert second.deadline > too_late
    assert Participation.objects.filter(channel="online", state="active").count() == 2
    assert not Document.objects.filter(channel="online", kind="cancellation").exists()


def test_closing_again_takes_the_open_seats_back(edition: Edition) -> None:
    placed(edition, [Wanted([ONE]), Wanted([ONE])])
    worked(edition)
    switch = opened(edition, seats=10)
    first, second = offers(switch)
    answer_offer(offer=first, accept=days_of(first), now=LATER)
    again = worked(edition, now=LATER + timedelta(hours=1), key="again")
    assert again.cases.count() == 1
    assert not offers(switch)
    assert hall(edition).taken == 0
    finish_switch(switch.pk, now=LATER + timedelta(hours=1))
    switch.refresh_from_db()
    assert switch.state == SwitchState.FINISHED
    assert not hall(edition).is_open
    second.refresh_from_db()
    assert second.state == OfferState.EXPIRED
