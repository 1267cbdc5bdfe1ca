"""Mails somebody asks for: the way back, or a confirmation once more."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import letters, queries
from werkstatt.rooms.registration.actions.bookings import locked_order, note
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.services.billing import queries as books


@transaction.atomic
def write_placing_letters(*, order_pk: int, revision: int, document_pks: list[int], now: datetime) -> None:
    """What an order's placing has to say: to whoever ordered, and to everybody who still has a place."""
    order = queries.order_for_letters(order_pk)
    order.revision = revision  # the letters of the placing are keyed by it, whatever has happened since
    places = [place for place in queries.places_loaded().filter(order=order) if place.created_at <= now]
    placed = [place for place in places if place.replaces_id is None]
    documents = books.documents(document_pks)
    letters.order_placed(order, placed, documents, now=now)


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
