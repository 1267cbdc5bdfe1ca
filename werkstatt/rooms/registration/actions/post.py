"""Mails somebody asks for: the way back, or a confirmation once more."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import letters, queries
from werkstatt.rooms.registration.actions.bookings import locked_order, note
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Attendee, Order


@transaction.atomic
def send_draft_link(*, order: Order, now: datetime) -> None:
    """The link that leads back into a draft; at most one mail a minute."""
    letters.draft_link(order, now=now)


@transaction.atomic
def send_order_links(*, email: str, now: datetime) -> None:
    """New links to everything ordered with this address. Nothing happens if there is nothing: nobody learns who ordered."""
    if orders := queries.orders_to_link(email):
        letters.order_links(orders, now=now)


@transaction.atomic
def send_attendance_link(*, attendee: Attendee, now: datetime) -> None:
    letters.attendance_link(attendee, now=now)


@transaction.atomic
def resend_confirmations(*, order: Order, attendee: Attendee, now: datetime, by: Person | None = None) -> int:
    """The person's confirmations again, as things stand now. Returns how many mails."""
    locked = locked_order(order)
    places = queries.places_loaded().filter(order=locked, attendee=attendee, state=PlaceState.BOOKED)
    note(locked, "confirmation_resent", now=now, by=by, name=attendee.full_name)
    return letters.confirmations(locked, places, now=now, occasion="again")
