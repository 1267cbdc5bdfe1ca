"""Placing an order: seats, participations, invoices and mails in one transaction, exactly once."""

from datetime import date, datetime

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.kernel.idempotency import once
from werkstatt.foundation.people import actions as people_actions
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges, letters, queries
from werkstatt.rooms.registration.actions.seating import after_clearing, counts_of, move_seats
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.entries import Declarations
from werkstatt.rooms.registration.models import Attendee, Order, Place
from werkstatt.rooms.registration.refusals import (
    AlreadyRegistered,
    OrderHasChanged,
    OrderIsIncomplete,
    RegistrationIsClosed,
)


def place_order(
    *,
    order: Order,
    now: datetime,
    once_key: str,
    revision: int | None = None,
    declarations: Declarations | None = None,
    even_if_closed: bool = False,
) -> Order:
    """Make the draft binding. Placing it again, by the same or another key, returns the placed order.

    Raises OrderIsIncomplete, OrderHasChanged, RegistrationIsClosed, AlreadyRegistered, and DaysAreFull when the hold
    has run out and others were quicker; the draft is as it was then. `even_if_closed` is for the organiser's desk.
    """

    def place() -> Order:
        return _place(order, now=now, once_key=once_key, revision=revision, declarations=declarations or Declarations())

    if (
        not even_if_closed
        and order.state == OrderState.DRAFT
        and not queries.is_open_for_registration(order.edition, now)
    ):
        raise RegistrationIsClosed
    try:
        return after_clearing(place, edition=order.edition, now=now)
    except events.AlreadyTakesPart as taken:
        raise AlreadyRegistered(clashes_of(order) or [(str(taken.person), taken.day.on)]) from taken


@transaction.atomic
def _place(order: Order, *, now: datetime, once_key: str, revision: int | None, declarations: Declarations) -> Order:
    receipt = once(key=once_key, action="place_order")
    if receipt.is_repeated:
        return Order.objects.select_related("edition__series").get(pk=receipt.reference)
    draft = (
        Order.objects.select_for_update(of=("self",)).select_related("edition__series", "organisation").get(pk=order.pk)
    )
    receipt.remember(draft.pk)
    if draft.state == OrderState.PLACED:
        return draft
    if revision is not None and draft.revision != revision:
        raise OrderHasChanged
    if gaps := queries.gaps_of(draft, queries.order_with_people(draft)):
        raise OrderIsIncomplete(gaps)
    places = list(queries.places_loaded().filter(order=draft, state=PlaceState.HELD))
    _keep_seats(draft, places)
    if clashes := clashes_of(draft):
        raise AlreadyRegistered(clashes)
    _begin(draft, places, now=now)
    _record(draft, declarations, now=now)
    account = charges.account_of(draft, now=now)
    documents = charges.invoice_places(draft, places, account=account, now=now)
    letters.order_placed(draft, places, documents, now=now)
    return draft


def _keep_seats(draft: Order, places: list[Place]) -> None:
    """A draft whose hold was released takes its seats again, if there are any."""
    if draft.hold_until is None:
        move_seats(before={}, after=counts_of(place.day_channel for place in places))


def clashes_of(order: Order) -> list[tuple[str, date]]:
    """(name, day) of everyone in this order who takes part on that day by another one."""
    places = list(queries.places_loaded().filter(order=order).exclude(state=PlaceState.ENDED))
    names = {place.attendee.email.lower(): place.attendee.full_name for place in places}
    wanted = {(place.attendee.email.lower(), place.day_channel.day.on) for place in places}
    taken = queries.days_taken(names, {place.day_channel.day for place in places}, apart_from=order)
    return [(names[email], on) for email, on in taken if (email, on) in wanted]


def _begin(draft: Order, places: list[Place], *, now: datetime) -> None:
    attendees = {place.attendee_id: place.attendee for place in places}
    people = {}
    for attendee in sorted(attendees.values(), key=lambda each: each.email):  # one order of locks for everybody
        people[attendee.pk] = attendee.person = person_of(attendee, draft, now=now)
    Attendee.objects.bulk_update(attendees.values(), ["person"])
    for place in places:
        place.attendee = attendees[place.attendee_id]
        place.participation = events.begin_participation(
            person=people[place.attendee_id],
            day=place.day_channel.day,
            channel=Channel(place.day_channel.channel),
            organisation=draft.organisation,
            now=now,
        )
        place.state = PlaceState.BOOKED
    Place.objects.bulk_update(places, ["participation", "state"])
    draft.orderer = draft.orderer or _orderer_of(draft, now=now)
    draft.state, draft.placed_at, draft.hold_until, draft.held_since = OrderState.PLACED, now, None, None
    draft.revision += 1
    draft.save()


def person_of(attendee: Attendee, order: Order, *, now: datetime) -> Person:
    """The person behind a row; she acts for the order's organisation from now on."""
    person = people_actions.person_for(
        email=attendee.email,
        first_name=attendee.first_name,
        last_name=attendee.last_name,
        language=order.language,
        now=now,
    )
    if order.organisation is not None:
        people_actions.join_organisation(
            person=person, organisation=order.organisation, position=attendee.function, now=now
        )
    return person


def _orderer_of(draft: Order, *, now: datetime) -> Person:
    first, _, last = draft.orderer_name.rpartition(" ")
    return people_actions.person_for(
        email=draft.orderer_email, first_name=first, last_name=last, language=draft.language, now=now
    )


def _record(draft: Order, declarations: Declarations, *, now: datetime) -> None:
    orderer = draft.orderer
    if orderer is None:
        message = "a placed order has an orderer"
        raise ValueError(message)
    for declaration in declarations.items:
        people_actions.give_consent(
            person=orderer,
            purpose=declaration.purpose,
            wording=declaration.wording,
            context=f"edition:{draft.edition.slug}",
            now=now,
        )
    log.record(
        verb="order_placed",
        subject=draft.account_key,
        at=now,
        actor=orderer,
        scope=f"edition:{draft.edition.slug}",
        billing=draft.billing_kind,
    )
