"""What the changes of a placed order have in common: the lock, the places as they are now, and the note in the log."""

from collections.abc import Iterable
from datetime import datetime

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel
from werkstatt.foundation.kernel import rows
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import queries
from werkstatt.rooms.registration.choices import EndReason, OrderState, PlaceState
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.rooms.registration.refusals import OrderIsNotPlaced, PlaceHasEnded


def locked_order(order: Order) -> Order:
    """The placed order, locked: all changes of one order happen one after another."""
    orders = Order.objects.select_for_update(of=("self",))
    locked = orders.select_related("edition__series", "edition__venue", "organisation", "orderer").get(pk=order.pk)
    if locked.state != OrderState.PLACED:
        raise OrderIsNotPlaced
    return locked


def booked(order: Order, places: Iterable[Place]) -> list[Place]:
    """These places of this order, read anew. Raises PlaceHasEnded when one is booked no more (or is not its own)."""
    keys = {place.pk for place in places}
    found = list(queries.places_loaded().filter(order=order, state=PlaceState.BOOKED, pk__in=keys))
    if len(found) != len(keys) or not found:
        raise PlaceHasEnded
    return found


def end_places(places: Iterable[Place], *, reason: EndReason, now: datetime) -> None:
    """The places end, and with them the participations. Seats and documents are the caller's."""
    places = list(places)
    for place in places:
        place.state, place.end_reason, place.ended_at = PlaceState.ENDED, reason, now
    rows.write_back(places, "state", "end_reason", "ended_at")
    events.end_participations(
        participations=[place.participation for place in places if place.participation is not None], now=now
    )


def begin_place(former: Place, *, order: Order, day_channel: DayChannel, price_cents: int, now: datetime) -> Place:
    """A booked place that follows `former` (which has ended), with its participation. The seat is the caller's."""
    attendee = former.attendee
    if attendee.person is None:
        message = "a booked place has a person"
        raise ValueError(message)
    participation = events.begin_participation(
        person=attendee.person,
        day=day_channel.day,
        channel=Channel(day_channel.channel),
        organisation=order.organisation,
        now=now,
    )
    return Place.objects.create(
        attendee=attendee,
        order=order,
        day_channel=day_channel,
        price_cents=price_cents,
        state=PlaceState.BOOKED,
        participation=participation,
        replaces=former,
        created_at=now,
    )


def facts_of(places: Iterable[Place]) -> list[list[str]]:
    """Who, which day, which channel: what the history of an order is told from."""
    return [
        [place.attendee.full_name, place.day_channel.day.on.isoformat(), place.day_channel.channel] for place in places
    ]


def note(order: Order, verb: str, *, now: datetime, by: Person | None, **facts: object) -> None:
    """Write the change into the log, and let the order grow a revision (mails and stale tabs count by it)."""
    order.revision += 1
    order.save(update_fields=["revision"])
    log.record(verb=verb, subject=order.account_key, at=now, actor=by, scope=f"edition:{order.edition.slug}", **facts)
