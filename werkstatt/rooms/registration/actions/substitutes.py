"""Somebody else comes instead: always possible until the day is over, and never a new invoice."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.kernel import normalise
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import letters, queries
from werkstatt.rooms.registration.actions.bookings import facts_of, locked_order, note
from werkstatt.rooms.registration.actions.placing import person_of
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.models import Attendee, Order, Place
from werkstatt.rooms.registration.refusals import AlreadyRegistered, AttendeeHasLeft, NothingChanged, TooLate


def substitute_attendee(
    *, order: Order, attendee: Attendee, entry: PersonEntry, now: datetime, by: Person | None = None
) -> Attendee:
    """`entry` takes over every day of `attendee` that is not over yet. Returns the new attendee.

    Raises AttendeeHasLeft, NothingChanged (the same address), TooLate and AlreadyRegistered.
    """
    try:
        return _substitute(order, attendee, entry, now=now, by=by)
    except events.AlreadyTakesPart as taken:
        raise AlreadyRegistered([(entry.full_name, taken.day.on)]) from taken


def places_to_come(attendee: Attendee, now: datetime) -> list[Place]:
    places = queries.places_loaded().filter(attendee=attendee, state=PlaceState.BOOKED)
    return [place for place in places if now < place.day_channel.day.ends_at]


@transaction.atomic
def _substitute(order: Order, attendee: Attendee, entry: PersonEntry, *, now: datetime, by: Person | None) -> Attendee:
    locked = locked_order(order)
    former = locked.attendees.select_related("person").get(pk=attendee.pk)
    if former.left_at is not None:
        raise AttendeeHasLeft
    if former.email.lower() == entry.email.lower():
        raise NothingChanged
    places = places_to_come(former, now)
    if not places:
        raise TooLate
    new = _take_over(locked, former, entry, now=now)
    taken = dict.fromkeys(on for _, on in queries.days_taken([entry.email], [each.day_channel.day for each in places]))
    if clashes := [
        (entry.full_name, place.day_channel.day.on) for place in places if place.day_channel.day.on in taken
    ]:
        raise AlreadyRegistered(clashes)
    for place in places:
        _hand_over(place, new, locked, now=now)
    note(locked, "substituted", now=now, by=by, former=former.full_name, new=new.full_name, places=facts_of(places))
    letters.substituted(locked, former, new, places, now=now)
    return new


def _take_over(order: Order, former: Attendee, entry: PersonEntry, *, now: datetime) -> Attendee:
    new = Attendee(
        order=order,
        position=former.position,
        first_name=entry.first_name,
        last_name=entry.last_name,
        sort_name=normalise.sort_key(f"{entry.last_name} {entry.first_name}")[:210],
        email=entry.email,
        function=entry.function,
        substitute_for=former,
    )
    new.person = person_of(new, order, now=now)
    new.save()
    former.left_at = now
    former.save(update_fields=["left_at"])
    return new


def _hand_over(place: Place, new: Attendee, order: Order, *, now: datetime) -> None:
    if place.participation is None or new.person is None:
        message = "a booked place has a participation"
        raise ValueError(message)
    events.end_participation(participation=place.participation, now=now)
    place.attendee = new
    place.participation = events.begin_participation(
        person=new.person,
        day=place.day_channel.day,
        channel=Channel(place.day_channel.channel),
        organisation=order.organisation,
        now=now,
    )
    place.save(update_fields=["attendee", "participation"])
