"""Answering an offer: take all or some of the days, or none. An answer is final; who declined may register anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges
from werkstatt.rooms.registration.actions import bookings
from werkstatt.rooms.registration.choices import CaseState, EndReason, OfferState, PlaceState
from werkstatt.rooms.registration.models import Offer, OfferedPlace, Order, Place, SwitchCase
from werkstatt.rooms.registration.switch import closing, letters, money
from werkstatt.rooms.registration.switch.casefile import OfferFile, Outcome, day_channels_of, files_of_offers
from werkstatt.rooms.registration.switch.starting import give_seats_back
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.models import Account, Document

Answers = Mapping[int, frozenset[int]]  # offer -> the day-channels that are taken; empty: declined


class AnswerRefused(Exception):
    """The answer was not taken down; nothing has changed."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(str(offer))
        self.offer = offer


class AlreadyAnswered(AnswerRefused):
    """The offer was answered before, here or in another window."""


class DeadlineHasPassed(AnswerRefused):
    """The time to answer is over."""


class DayIsNotOffered(AnswerRefused):
    """A day was named that is no part of the offer."""


class TakesPartAlready(AnswerRefused):
    """The person has another registration on one of the days meanwhile."""


def answer_offer(*, offer: Offer, accept: Iterable[int], now: datetime, by: Person | None = None) -> Outcome:
    """One person's answer: `accept` names the day-channels she takes. Raises AnswerRefused."""
    return answer_offers(order=offer.attendee.order, answers={offer.pk: frozenset(accept)}, now=now, by=by)


@transaction.atomic
def answer_offers(*, order: Order, answers: Answers, now: datetime, by: Person | None = None) -> Outcome:
    """Answers for several persons of one order at once: new places, one invoice, money settled when it was the last.

    Raises AnswerRefused, naming the offer; then none of the answers is taken down.
    """
    locked = (
        Order.objects.select_for_update(of=("self",))
        .select_related("edition__series", "edition__venue", "organisation")
        .get(pk=order.pk)
    )
    offers = _offers_to_answer(locked, answers)
    _refuse(offers, answers, now=now)
    account = money.account_of(locked)
    before = books.standing_of(account) if account else books.Standing()
    if account is not None:
        billing.hold_credit(account=account)
    outcome = Outcome(locked, offers)
    for each in offers:
        outcome.places += _answer(each, answers[each.offer.pk], outcome, now=now)
    _book(outcome, account, before, now=now)
    letters.tell_of_answer(outcome, now=now)
    _note(outcome, by, now=now)
    for switch in {each.offer.case.switch_id for each in offers}:
        transaction.on_commit(partial(closing.finish_switch, switch, now=now))
    return outcome


def _offers_to_answer(order: Order, answers: Answers) -> list[OfferFile]:
    offers = Offer.objects.filter(pk__in=answers, attendee__order=order, case__state=CaseState.DONE)
    found = files_of_offers(offers.select_for_update(of=("self",)), order)
    if len(found) != len(answers):
        raise Offer.DoesNotExist
    return found


def _refuse(offers: Iterable[OfferFile], answers: Answers, *, now: datetime) -> None:
    for each in offers:
        if each.offer.state != OfferState.OPEN:
            raise AlreadyAnswered(each.offer)
        if now > each.offer.deadline:
            raise DeadlineHasPassed(each.offer)
        if not answers[each.offer.pk] <= {day.day_channel_id for day in each.days}:
            raise DayIsNotOffered(each.offer)


def _answer(each: OfferFile, accepted: frozenset[int], outcome: Outcome, *, now: datetime) -> list[Place]:
    """The places that begin; the seats of the other days go back."""
    taken = [day for day in each.days if day.day_channel_id in accepted]
    declined = [day for day in each.days if day.day_channel_id not in accepted]
    places = [_take(each, day, outcome, now=now) for day in taken]
    give_seats_back(day_channels_of(declined))
    OfferedPlace.objects.filter(pk__in=[day.pk for day in each.days]).update(holds_seat=False)
    each.offer.state = OfferState.ACCEPTED if taken else OfferState.DECLINED
    each.offer.answered_at = now
    each.offer.save(update_fields=["state", "answered_at"])
    return places


def _take(each: OfferFile, offered: OfferedPlace, outcome: Outcome, *, now: datetime) -> Place:
    """The offered seat becomes a place; a place on the other channel that day ends for it."""
    outcome.documents += _give_up_other_channel(each, offered, outcome.order, now=now)
    _drop_other_offers(each, offered)
    offered.former.attendee = each.attendee
    try:
        place = bookings.begin_place(
            offered.former,
            order=outcome.order,
            day_channel=offered.day_channel,
            price_cents=offered.price_cents,
            now=now,
        )
    except events.AlreadyTakesPart as error:
        raise TakesPartAlready(each.offer) from error
    offered.new_place, offered.holds_seat = place, False
    offered.save(update_fields=["new_place", "holds_seat"])
    return place


def _give_up_other_channel(each: OfferFile, offered: OfferedPlace, order: Order, *, now: datetime) -> list[Document]:
    """End what the person holds on that day on the other channel, free of any fee."""
    held = Place.objects.filter(
        attendee=each.attendee, state=PlaceState.BOOKED, day_channel__day=offered.day_channel.day
    )
    others = list(held.select_related("day_channel__day", "participation"))
    bookings.end_places(others, reason=EndReason.CHANGED, now=now)
    give_seats_back(place.day_channel_id for place in others)
    return [document for place in others for document in money.cancel_place(place, order, now=now)]


def _drop_other_offers(each: OfferFile, offered: OfferedPlace) -> None:
    """Another open offer of the same day is void once one is taken."""
    others = OfferedPlace.objects.filter(
        offer__attendee=each.attendee,
        offer__state=OfferState.OPEN,
        day_channel__day=offered.day_channel.day,
        holds_seat=True,
    ).exclude(offer=each.offer)
    for other in others.select_related("offer"):
        give_seats_back([other.day_channel_id])
        other.delete()
        if not other.offer.offered_places.exists():
            other.offer.state = OfferState.DECLINED
            other.offer.save(update_fields=["state"])


def _book(outcome: Outcome, account: Account | None, before: books.Standing, *, now: datetime) -> None:
    """Invoice the new places, and let the rest go back when nobody of the order has to answer any more."""
    if account is None and any(place.price_cents for place in outcome.places):
        account = charges.account_of(outcome.order, now=now)
    outcome.is_last = not money.waits(outcome.order)
    if account is not None:
        outcome.documents += charges.invoice_places(outcome.order, outcome.places, account=account, now=now)
        if outcome.is_last:
            money.settle(account, outcome.order, now=now)
        outcome.money = money.change(before, books.standing_of(account))
    _sum_up(outcome, now=now)


def _sum_up(outcome: Outcome, *, now: datetime) -> None:
    """The figures of the cases: what was invoiced goes to the case of its place, what goes back to the last answer's."""
    for case in {each.offer.case_id for each in outcome.offers}:
        mine = [day for each in outcome.offers if each.offer.case_id == case for day in each.days if day.new_place]
        SwitchCase.objects.filter(pk=case).update(
            invoiced_cents=F("invoiced_cents") + sum(day.price_cents for day in mine),
            settled_at=now if outcome.is_last else None,
        )
    if outcome.money.refund_cents > 0:
        last = max(each.offer.case_id for each in outcome.offers)
        SwitchCase.objects.filter(pk=last).update(refunded_cents=F("refunded_cents") + outcome.money.refund_cents)


def _note(outcome: Outcome, by: Person | None, *, now: datetime) -> None:
    for each in outcome.offers:
        bookings.note(
            outcome.order,
            f"offer_{each.offer.state}",
            now=now,
            by=by,
            switch=each.offer.case.switch_id,
            person=each.attendee.full_name,
            places=bookings.facts_of(day.new_place for day in each.days if day.new_place),
        )
