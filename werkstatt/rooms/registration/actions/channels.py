"""Taking the other channel on a day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges, letters, previews
from werkstatt.rooms.registration.actions.bookings import (
    begin_place,
    booked,
    end_places,
    facts_of,
    locked_order,
    note,
)
from werkstatt.rooms.registration.actions.seating import after_clearing, counts_of, move_seats
from werkstatt.rooms.registration.actions.settling import (
    cancel_charges,
    one_settlement,
    refuse_other_effect,
    refuse_other_sums,
)
from werkstatt.rooms.registration.choices import EndReason
from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.rooms.registration.queries import can_still_change
from werkstatt.rooms.registration.refusals import TooLate


def change_channel(
    *,
    order: Order,
    places: Iterable[Place],
    now: datetime,
    by: Person | None = None,
    expected: str = "",
    even_if_late: bool = False,
) -> Effect:
    """Take part on the other channel on these days, at its price of today; nobody pays a fee for it.

    Raises PlaceHasEnded, TooLate, DaysAreFull and EffectChanged. `even_if_late` is for the organiser's desk.
    """
    chosen = list(places)

    @transaction.atomic
    def change() -> Effect:
        locked = locked_order(order)
        leaving = booked(locked, chosen)
        if not even_if_late and not all(can_still_change(place, now) for place in leaving):
            raise TooLate
        return _change(locked, leaving, now=now, by=by, expected=expected)

    return after_clearing(change, edition=order.edition, now=now)


def _change(order: Order, leaving: list[Place], *, now: datetime, by: Person | None, expected: str) -> Effect:
    others = previews.other_channels(leaving)
    if len(others) != len(leaving):
        raise TooLate
    standing = previews.charges_of(order, now=now)
    effect = previews.change_effect(standing, leaving, others)
    refuse_other_effect(effect, expected)
    move_seats(
        before=counts_of(place.day_channel for place in leaving), after=counts_of(others[place.pk] for place in leaving)
    )
    end_places(leaving, reason=EndReason.CHANGED, now=now)
    arriving = [
        begin_place(place, order=order, day_channel=others[place.pk], price_cents=line.invoiced_cents, now=now)
        for place, line in zip(leaving, effect.lines, strict=True)
    ]
    amounts = {place.pk: line.cancelled_cents for place, line in zip(leaving, effect.lines, strict=True)}
    with one_settlement(standing, now=now, reason="channel_changed"):
        documents = cancel_charges(standing, amounts, leaving, now=now)
        documents += charges.invoice_places(order, arriving, account=standing.account, now=now)
    refuse_other_sums(effect, documents)
    note(order, "channel_changed", now=now, by=by, places=facts_of(arriving))
    letters.channel_changed(order, arriving, letters.Outcome(effect, documents), now=now)
    return effect
