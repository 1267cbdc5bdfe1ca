"""Placing an order: seats, participations, invoices and mails in one transaction, exactly once."""

from datetime import date, datetime

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.models import Participation
from werkstatt.foundation.kernel import rows
from werkstatt.foundation.people import actions as people_actions
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges, jobs, queries
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
    revision: int | None = None,
    declarations: Declarations | None = None,
    even_if_closed: bool = False,
) -> Order:
    """Make the draft binding, once: whoever comes second waits for the draft's row and gets the placed order.

    Raises OrderIsIncomplete, OrderHasChanged, RegistrationIsClosed, AlreadyRegistered, and DaysAreFull when the hold
    has run out and others were quicker; the draft is as it was then. `even_if_closed` is for the organiser's desk.
    """

    def place() -> Order:
        return _place(order, now=now, revision=revision, declarations=declarations or Declarations())

    if (
        not even_if_closed
        and order.state == OrderState.DRAFT
        and not queries.is_open_for_registration(order.edition, now)
    ):
        raise RegistrationIsClosed
    try:
        return after_clearing(place, edition=order.edition, now=now)
    except events.AlreadyTakesPart as taken:
        raise AlreadyRegistered(_clashes_of(order) or [(str(taken.person), taken.day.on)]) from taken


@transaction.atomic
def _place(order: Order, *, now: datetime, revision: int | None, declarations: Declarations) -> Order:
    draft = Order.objects.select_for_update().get(pk=order.pk)
    draft.edition = order.edition
    if draft.state == OrderState.PLACED:
        return draft
    if revision is not None and draft.revision != revision:
        raise OrderHasChanged
    attendees = queries.draft_with_people(draft)
    if gaps := queries.gaps_of(draft, attendees):
        raise OrderIsIncomplete(gaps)
    places = [place for each in attendees for place in queries.current_places(each)]
    _keep_seats(draft, places)
    with log.one_statement():
        _begin(draft, attendees, places, now=now)
        _record(draft, declarations, now=now)
    documents = charges.invoice_new_order(draft, places, now=now)
    jobs.write_letters_of(draft, documents, now=now)
    return draft


def _keep_seats(draft: Order, places: list[Place]) -> None:
    """A draft whose hold was released takes its seats again, if there are any."""
    if draft.hold_until is None:
        move_seats(before={}, after=counts_of(place.day_channel for place in places))


def _clashes_of(order: Order) -> list[tuple[str, date]]:
    """(name, day) of everyone in this order who takes part on that day by another one."""
    places = [place for each in queries.draft_with_people(order) for place in queries.current_places(each)]
    names = {place.attendee.email.lower(): place.attendee.full_name for place in places}
    wanted = {(place.attendee.email.lower(), place.day_channel.day.on) for place in places}
    taken = queries.days_taken(names, {place.day_channel.day for place in places}, apart_from=order)
    return [(names[email], on) for email, on in taken if (email, on) in wanted]


def _begin(draft: Order, attendees: list[Attendee], places: list[Place], *, now: datetime) -> None:
    """People, participations and places, each kind in one statement."""
    first, _space, last = draft.orderer_name.rpartition(" ")
    newcomers = [people_actions.Newcomer(draft.orderer_email, first, last)]
    newcomers += [people_actions.Newcomer(each.email, each.first_name, each.last_name) for each in attendees]
    # The last of one address counts: an attendee's own name before the orderer's one line.
    people = people_actions.persons_for(newcomers, language=draft.language, now=now)
    for attendee in attendees:
        attendee.person = people[attendee.email.lower()]
    rows.set_each(Attendee, "person", {each.pk: people[each.email.lower()].pk for each in attendees})
    if draft.organisation is not None:
        positions = {people[each.email.lower()]: each.function for each in attendees}
        people_actions.join_together(positions=positions, organisation=draft.organisation, now=now)
    _begin_places(draft, places, people, now=now)
    draft.orderer = draft.orderer or people[draft.orderer_email.lower()]
    draft.state, draft.placed_at, draft.hold_until, draft.held_since = OrderState.PLACED, now, None, None
    draft.revision += 1
    draft.save(update_fields=["orderer", "state", "placed_at", "hold_until", "held_since", "revision"])


def _begin_places(draft: Order, places: list[Place], people: dict[str, Person], *, now: datetime) -> None:
    begun = events.begin_participations(
        [
            Participation(
                person=people[place.attendee.email.lower()],
                day=place.day_channel.day,
                channel=place.day_channel.channel,
                organisation=draft.organisation,
                began_at=now,
            )
            for place in places
        ]
    )
    for place, participation in zip(places, begun, strict=True):
        place.participation, place.state = participation, PlaceState.BOOKED
    rows.set_each(
        Place, "participation", {place.pk: place.participation_id for place in places}, state=PlaceState.BOOKED
    )


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


def _record(draft: Order, declarations: Declarations, *, now: datetime) -> None:
    orderer = draft.orderer
    if orderer is None:
        message = "a placed order has an orderer"
        raise ValueError(message)
    if declarations.items:
        people_actions.give_consents(
            person=orderer,
            wordings={each.purpose: each.wording for each in declarations.items},
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
