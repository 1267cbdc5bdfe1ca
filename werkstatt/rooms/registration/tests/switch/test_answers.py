"""Accepting, declining and silence: places, invoices, and money that is right to the cent."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.rooms.registration.choices import OfferState, PlaceState, SwitchState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, Order, Place
from werkstatt.rooms.registration.switch.answers import (
    AlreadyAnswered,
    DayIsNotOffered,
    DeadlineHasPassed,
    TakesPartAlready,
    answer_offer,
    answer_offers,
)
from werkstatt.rooms.registration.switch.expiry import expire_offers
from werkstatt.rooms.registration.tests.switch.factories import (
    BOTH,
    DEADLINE,
    IN_APRIL,
    ONE,
    ONLINE,
    Wanted,
    edition_with_days,
    placed,
    worked,
)
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.choices import PaymentMethod
from werkstatt.services.billing.models import Account, Document, Refund
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db
LATER = IN_APRIL + timedelta(days=2)
TOO_LATE = DEADLINE + timedelta(minutes=1)


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=400)


def offers() -> list[Offer]:
    return list(Offer.objects.select_related("attendee__order").order_by("attendee__order", "attendee__position"))


def days_of(offer: Offer) -> list[int]:
    return list(offer.offered_places.order_by("day_channel__day__on").values_list("day_channel_id", flat=True))


def sums_agree() -> bool:
    mails = Mail.objects.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    refunds = Refund.objects.exclude(state="withdrawn").aggregate(cents=Sum("amount_cents"))["cents"] or 0
    return bool(mails == refunds)


def finish(switch: ChannelSwitch) -> ChannelSwitch:
    from werkstatt.rooms.registration.switch.closing import finish_switch

    finish_switch(switch.pk, now=LATER)
    switch.refresh_from_db()
    return switch


def test_accepting_carries_the_payment_over_and_refunds_the_rest(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH])])
    switch = worked(edition)
    [offer] = offers()
    outcome = answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    account = Account.objects.get()
    assert [document.total_cents for document in outcome.documents] == [5000]
    assert (outcome.money.refund_cents, outcome.money.open_cents) == (4000, 0)
    assert [refund.amount_cents for refund in Refund.objects.all()] == [4000]
    assert books.standing_of(account).owed == 5000
    assert not account.is_waiting
    assert Place.objects.filter(state=PlaceState.BOOKED, day_channel__channel="online").count() == 2
    assert not offer.offered_places.filter(holds_seat=True).exists()
    [mail] = Mail.objects.filter(kind="switch_settled")
    assert mail.amount_cents == 4000
    assert "40,00" in mail.text
    assert mail.attachments.count() == 1
    assert Mail.objects.filter(kind="confirmation_online").count() == 1
    assert finish(switch).state == SwitchState.FINISHED


def test_accepting_one_of_two_days(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH])])
    worked(edition)
    [offer] = offers()
    answer_offer(offer=offer, accept=days_of(offer)[:1], now=LATER)
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED
    assert [refund.amount_cents for refund in Refund.objects.all()] == [9000 - 2500]
    online = DayChannel.objects.filter(channel="online").order_by("day__on").values_list("taken", flat=True)
    assert list(online) == [1, 0]


def test_declining_refunds_everything_at_once(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH])])
    worked(edition)
    [offer] = offers()
    answer_offer(offer=offer, accept=[], now=LATER)
    assert [refund.amount_cents for refund in Refund.objects.all()] == [9000]
    assert not DayChannel.objects.filter(taken__gt=0).exists()
    assert sums_agree()


def test_an_unpaid_order_that_accepts_owes_the_online_price(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH], paid=False)])
    worked(edition)
    [offer] = offers()
    outcome = answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    assert (outcome.money.open_cents, outcome.money.refund_cents) == (5000, 0)
    assert not Refund.objects.exists()


def test_a_partly_paid_order_pays_only_what_is_missing(edition: Edition) -> None:
    from werkstatt.services.billing import actions as billing

    placed(edition, [Wanted([BOTH], paid=False)])
    billing.book_payment(
        account=Account.objects.get(),
        amount_cents=3000,
        received_on=IN_APRIL.date(),
        method=PaymentMethod.TRANSFER,
        note="",
        by=None,
        now=IN_APRIL,
        once_key="part",
    )
    worked(edition)
    [offer] = offers()
    outcome = answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    assert (outcome.money.open_cents, outcome.money.refund_cents) == (2000, 0)


def test_nothing_is_refunded_while_a_colleague_still_thinks(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE])])
    worked(edition)
    first, second = offers()
    answer_offer(offer=first, accept=[], now=LATER)
    assert not Refund.objects.exists()
    assert Mail.objects.filter(kind="switch_answered").count() == 1
    answer_offer(offer=second, accept=days_of(second), now=LATER)
    assert [refund.amount_cents for refund in Refund.objects.all()] == [13500 - 2500]
    assert sums_agree()


def test_a_group_is_answered_with_one_invoice(edition: Edition) -> None:
    [order] = placed(edition, [Wanted([BOTH, ONE, ONE])])
    worked(edition)
    first, second, third = offers()
    answers = {first.pk: frozenset(days_of(first)), second.pk: frozenset(days_of(second)), third.pk: frozenset[int]()}
    outcome = answer_offers(order=order, answers=answers, now=LATER)
    [invoice] = outcome.documents
    assert invoice.total_cents == 7500
    assert outcome.is_last
    assert sums_agree()


def test_silence_until_the_deadline_means_no_place_and_the_money_back(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE], office=True)])
    switch = worked(edition)
    assert expire_offers(now=DEADLINE) == 0
    assert expire_offers(now=TOO_LATE) == 2
    assert expire_offers(now=TOO_LATE) == 0
    assert {offer.state for offer in offers()} == {OfferState.EXPIRED}
    assert [refund.amount_cents for refund in Refund.objects.all()] == [13500]
    assert not DayChannel.objects.filter(taken__gt=0).exists()
    assert Mail.objects.filter(kind="switch_expired").count() == 2
    assert Mail.objects.get(kind="switch_settled").amount_cents == 13500
    assert finish(switch).state == SwitchState.FINISHED


def test_answering_twice_is_told(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    with pytest.raises(AlreadyAnswered):
        answer_offer(offer=offer, accept=[], now=LATER)
    assert Document.objects.filter(channel="online").count() == 1


def test_an_answer_after_the_deadline_is_refused_even_before_the_job_ran(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    with pytest.raises(DeadlineHasPassed):
        answer_offer(offer=offer, accept=days_of(offer), now=TOO_LATE)


def test_a_day_that_is_not_offered_is_refused(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    hall = DayChannel.objects.filter(channel="on_site").values_list("pk", flat=True)
    with pytest.raises(DayIsNotOffered):
        answer_offer(offer=offer, accept=hall, now=LATER)


def test_who_registered_anew_meanwhile_is_not_registered_twice(edition: Edition) -> None:
    from werkstatt.foundation.events import actions as events

    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    day = DayChannel.objects.get(pk=days_of(offer)[0]).day
    assert offer.attendee.person is not None
    events.begin_participation(
        person=offer.attendee.person, day=day, channel=Channel.ONLINE, organisation=None, now=LATER
    )
    with pytest.raises(TakesPartAlready):
        answer_offer(offer=offer, accept=days_of(offer), now=LATER)
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


@pytest.mark.slow
def test_the_reference_numbers(edition: Edition) -> None:
    """12,240 EUR cancelled; 96 two-day and 26 one-day people accept: 218 days at 25 = 5,450 EUR."""
    two_days = [Wanted([BOTH, BOTH, BOTH]) for _ in range(40)]
    one_day = [Wanted([ONE, ONE]) for _ in range(16)]
    online = [Wanted([ONLINE]) for _ in range(5)]
    placed(edition, [*two_days, *one_day, *online])
    switch = worked(edition)
    assert switch.preview["cancelled_cents"] == 1_224_000
    assert sum(switch.cases.values_list("cancelled_cents", flat=True)) == 1_224_000
    accepted = {2: 0, 1: 0}
    by_order: dict[int, list[Offer]] = {}
    for offer in offers():
        by_order.setdefault(offer.attendee.order_id, []).append(offer)
    for order in Order.objects.filter(switch_cases__switch=switch):
        mine = by_order[order.pk]
        answers = {}
        for offer in mine:
            days = days_of(offer)
            takes = accepted[len(days)] < (96 if len(days) == 2 else 26)
            accepted[len(days)] += takes
            answers[offer.pk] = frozenset(days if takes else [])
        answer_offers(order=order, answers=answers, now=LATER)
    assert accepted == {2: 96, 1: 26}
    taken_online = Place.objects.filter(replaces__isnull=False, state=PlaceState.BOOKED)
    assert taken_online.count() == 218
    assert sum(switch.cases.values_list("invoiced_cents", flat=True)) == 545_000
    assert Refund.objects.aggregate(cents=Sum("amount_cents"))["cents"] == 1_224_000 - 545_000
    assert sum(switch.cases.values_list("refunded_cents", flat=True)) == 1_224_000 - 545_000
    assert sums_agree()
    assert finish(switch).state == SwitchState.FINISHED
