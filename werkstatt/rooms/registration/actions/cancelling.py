"""Giving up places: one person, one day, or everything."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import letters, previews
from werkstatt.rooms.registration.actions.bookings import booked, end_places, facts_of, locked_order, note
from werkstatt.rooms.registration.actions.seating import counts_of, move_seats
from werkstatt.rooms.registration.actions.settling import cancel_charges, refuse_other_effect, refuse_other_sums
from werkstatt.rooms.registration.choices import EndReason
from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.rooms.registration.refusals import TooLate


@transaction.atomic
def cancel_places(
    *,
    order: Order,
    places: Iterable[Place],
    now: datetime,
    by: Person | None = None,
    free: bool = False,
    expected: str = "",
) -> Effect:
    """Give up places; the fee of the edition's terms stays invoiced unless the host waives it (`free`).

    `expected` is the fingerprint of the effect that was shown and confirmed. Raises PlaceHasEnded, TooLate (a day that
    has begun, unless free) and EffectChanged.
    """
    locked = locked_order(order)
    leaving = booked(locked, places)
    if not free and any(now >= place.day_channel.day.starts_at for place in leaving):
        raise TooLate
    charges = previews.charges_of(locked, now=now)
    effect = previews.cancellation_effect(charges, locked, leaving, now=now, free=free)
    refuse_other_effect(effect, expected)
    end_places(leaving, reason=EndReason.CANCELLED, now=now)
    move_seats(before=counts_of(place.day_channel for place in leaving), after={})
    amounts = {place.pk: line.cancelled_cents for place, line in zip(leaving, effect.lines, strict=True)}
    documents = cancel_charges(charges, amounts, leaving, now=now)
    refuse_other_sums(effect, documents)
    note(locked, "places_cancelled", now=now, by=by, places=facts_of(leaving), fee_cents=effect.fee_cents)
    letters.places_cancelled(locked, leaving, letters.Outcome(effect, documents), now=now)
    return effect
