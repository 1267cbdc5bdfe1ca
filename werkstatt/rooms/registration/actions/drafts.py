"""An order while it is written: people, days, billing. Every step is kept as soon as it is sent."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from werkstatt.foundation.events.models import Day, DayChannel, Edition
from werkstatt.foundation.kernel import normalise, rows
from werkstatt.foundation.people.models import Organisation, Person
from werkstatt.rooms.registration.actions.holds import extend_hold, extended_hold
from werkstatt.rooms.registration.actions.seating import after_clearing, counts_of, move_seats
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.entries import Billing, Contact, PersonEntry, Wishes
from werkstatt.rooms.registration.models import Attendee, Order, Place, SupportNeeds
from werkstatt.rooms.registration.refusals import OrderHasChanged, OrderIsPlaced, TooManyPeople

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else
MOST_PEOPLE = 200  # in one order
NEEDS_KEPT_DAYS = 14  # after the last day; support needs are deleted then
DRAFT_KEPT_DAYS = 14


def start_order(*, edition: Edition, now: datetime, language: str = "de", person: Person | None = None) -> Order:
    """An empty draft; a person who is signed in finds her name, address and organisation filled in."""
    order = Order(edition=edition, language=language, created_at=now)
    if person is not None:
        order.orderer, order.orderer_name, order.orderer_email = person, person.full_name, person.email
        membership = person.memberships.select_related("organisation").order_by("-is_primary", "pk").first()
        if membership is not None:
            order.organisation = membership.organisation
            fill_billing_from(order, membership.organisation)
    return _saved_under_new_code(order, now=now)


def _saved_under_new_code(order: Order, *, now: datetime) -> Order:
    """Short enough to read out on the telephone: NEO22-7K3QX. One that is taken already is drawn again."""
    first_day = order.edition.days.order_by("on").values_list("on", flat=True).first()
    start = f"{order.edition.series.number_code}{(first_day or now.date()).year % 100:02}"
    while True:
        order.code = f"{start}-{''.join(secrets.choice(LETTERS) for _ in range(5))}"
        try:
            with transaction.atomic():
                order.save(force_insert=True)
        except IntegrityError:
            if not Order.objects.filter(code=order.code).exists():
                raise
        else:
            return order


def fill_billing_from(order: Order, organisation: Organisation) -> None:
    """Take over what is known of an organisation, as far as nothing was typed yet."""
    if order.billing_name:
        return
    order.billing_name = organisation.name
    order.billing_street, order.billing_postcode = organisation.street, organisation.postcode
    order.billing_city, order.billing_country = organisation.city, organisation.country or "DE"
    order.billing_vat_id, order.leitweg_id = organisation.vat_id, organisation.leitweg_id


def locked_draft(order: Order, *, revision: int | None) -> Order:
    """The draft, locked. Raises OrderIsPlaced, or OrderHasChanged when the caller saw an older revision."""
    draft = Order.objects.select_for_update().get(pk=order.pk)
    draft.edition = order.edition
    if draft.state == OrderState.PLACED:
        raise OrderIsPlaced
    if revision is not None and draft.revision != revision:
        raise OrderHasChanged
    return draft


def save_attendees(
    *,
    order: Order,
    people: list[PersonEntry],
    now: datetime,
    contact: Contact | None = None,
    organisation: Organisation | None = None,
    revision: int | None = None,
) -> Order:
    """The rows of the people step replace what was there; seats of removed people are given back.

    `organisation=None` leaves the organisation as it is only when no contact is given either.
    """
    if len(people) > MOST_PEOPLE:
        raise TooManyPeople(MOST_PEOPLE)
    with transaction.atomic():
        draft = locked_draft(order, revision=revision)
        if contact is not None:
            draft.orderer_name, draft.orderer_email, draft.orderer_phone = contact.name, contact.email, contact.phone
            _set_organisation(draft, organisation)
        _write_rows(draft, people, now=now)
        extend_hold(draft, now=now)
        draft.revision += 1
        draft.save()
    return draft


def _set_organisation(draft: Order, organisation: Organisation | None) -> None:
    if organisation == draft.organisation:
        return
    if draft.organisation is not None and draft.billing_name == draft.organisation.name:
        draft.billing_name = ""  # it was filled in by us, so the new organisation fills it in again
    draft.organisation = organisation
    if organisation is not None:
        fill_billing_from(draft, organisation)


def _write_rows(draft: Order, people: list[PersonEntry], *, now: datetime) -> None:
    known = {attendee.pk: attendee for attendee in draft.attendees.order_by("position", "pk")}
    kept: list[Attendee] = []
    new: list[Attendee] = []
    for position, entry in enumerate(people):
        attendee = known.pop(entry.pk or 0, None) or Attendee(order=draft)
        attendee.position, attendee.email, attendee.function = position, entry.email, entry.function
        attendee.first_name, attendee.last_name = entry.first_name, entry.last_name
        attendee.sort_name = normalise.sort_key(f"{entry.last_name} {entry.first_name}")[:210]
        (kept if attendee.pk else new).append(attendee)
    _remove(draft, list(known.values()))
    rows.write_back(kept, "position", "email", "function", "first_name", "last_name", "sort_name")
    Attendee.objects.bulk_create(new)
    written = {attendee.position: attendee for attendee in [*kept, *new]}
    if kept:
        SupportNeeds.objects.filter(attendee__in=kept).delete()
    _write_needs(draft, [(written[position], entry) for position, entry in enumerate(people)])


def _write_needs(draft: Order, pairs: list[tuple[Attendee, PersonEntry]]) -> None:
    if not any(entry.needs or entry.diet for _, entry in pairs):
        return
    last_day = Day.objects.filter(edition=draft.edition).order_by("-on").values_list("on", flat=True).first()
    if last_day is not None:
        delete_on = last_day + timedelta(days=NEEDS_KEPT_DAYS)
        SupportNeeds.objects.bulk_create(
            SupportNeeds(attendee=attendee, needs=entry.needs, diet=entry.diet, delete_on=delete_on)
            for attendee, entry in pairs
            if entry.needs or entry.diet
        )


def _remove(draft: Order, attendees: list[Attendee]) -> None:
    if not attendees:
        return
    places = list(draft.places.filter(attendee__in=attendees).select_related("day_channel"))
    if draft.hold_until is not None:
        held = [place.day_channel for place in places if place.state == PlaceState.HELD]
        move_seats(before=counts_of(held), after={})
    Place.objects.filter(pk__in=[place.pk for place in places]).delete()
    Attendee.objects.filter(pk__in=[attendee.pk for attendee in attendees]).delete()


def choose_places(
    *, order: Order, wishes: Wishes, now: datetime, revision: int | None = None, free: bool = False
) -> Order:
    """Hold a seat for every wish, at today's price (`free`: at none). All wishes or none: raises DaysAreFull."""
    return after_clearing(
        lambda: _choose(order, wishes, now=now, revision=revision, free=free), edition=order.edition, now=now
    )


@transaction.atomic
def _choose(order: Order, wishes: Wishes, *, now: datetime, revision: int | None, free: bool) -> Order:
    draft = locked_draft(order, revision=revision)
    offered = {(each.day_id, each.channel): each for each in DayChannel.objects.filter(day__edition=draft.edition)}
    people = set(draft.attendees.order_by().values_list("pk", flat=True))
    wanted = {
        (pk, offered[day, channel])
        for pk, days in wishes.items()
        for day, channel in days.items()
        if pk in people and (day, channel) in offered
    }
    known = list(draft.places.select_related("day_channel").order_by("pk"))
    held = [place for place in known if place.state == PlaceState.HELD]
    before = counts_of(place.day_channel for place in held) if draft.hold_until is not None else {}
    move_seats(before=before, after=counts_of(day_channel for _, day_channel in wanted))
    _write_places(draft, known, wanted, now=now, free=free)
    draft.held_since, draft.hold_until = extended_hold(draft, now=now) if wanted else (None, None)
    draft.revision += 1
    draft.save(update_fields=["held_since", "hold_until", "revision"])
    return draft


def _write_places(
    draft: Order, known: list[Place], wanted: set[tuple[int, DayChannel]], *, now: datetime, free: bool
) -> None:
    kept, gone = {}, []
    for place in known:  # dropped ones end here: the new choice answers them
        key = (place.attendee_id, place.day_channel)
        if key in wanted and place.state == PlaceState.HELD:
            kept[key] = place
            place.price_cents = 0 if free else place.day_channel.price_cents
        else:
            gone.append(place.pk)
    if gone:
        Place.objects.filter(pk__in=gone).delete()
    rows.set_each(Place, "price_cents", {place.pk: place.price_cents for place in kept.values()})
    Place.objects.bulk_create(
        Place(
            order=draft,
            attendee_id=pk,
            day_channel=day_channel,
            price_cents=0 if free else day_channel.price_cents,
            created_at=now,
        )
        for pk, day_channel in sorted(wanted - kept.keys(), key=lambda pair: (pair[0], pair[1].pk))
    )


@transaction.atomic
def save_billing(*, order: Order, billing: Billing, now: datetime, revision: int | None = None) -> Order:
    draft = locked_draft(order, revision=revision)
    write_billing(draft, billing)
    extend_hold(draft, now=now)
    draft.revision += 1
    draft.save()
    return draft


def write_billing(order: Order, billing: Billing) -> None:
    order.billing_kind, order.billing_name, order.billing_extra = billing.kind, billing.name, billing.extra
    order.billing_street, order.billing_postcode = billing.street, billing.postcode
    order.billing_city, order.billing_country = billing.city, billing.country
    order.billing_vat_id, order.billing_email = billing.vat_id, billing.email
    order.order_reference, order.leitweg_id = billing.order_reference, billing.leitweg_id
    order.names_on_invoice = billing.names_on_invoice


def forget_old_drafts(*, now: datetime) -> int:
    """Delete drafts nobody came back to: personal data without a purpose. Returns how many."""
    old = Order.objects.filter(
        Q(hold_until=None) | Q(hold_until__lt=now),
        state=OrderState.DRAFT,
        created_at__lt=now - timedelta(days=DRAFT_KEPT_DAYS),
    )
    return sum(_forget(order) for order in old)


@transaction.atomic
def _forget(order: Order) -> bool:
    draft = Order.objects.select_for_update(skip_locked=True).filter(pk=order.pk, state=OrderState.DRAFT).first()
    if draft is None:
        return False
    _remove(draft, list(draft.attendees.all()))
    draft.delete()
    return True
