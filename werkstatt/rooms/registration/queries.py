"""Named reads of orders and places, limited to what the caller may see."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Lower

from werkstatt.foundation.events.choices import EditionState, ParticipationState
from werkstatt.foundation.events.models import Day, DayChannel, Edition, Participation
from werkstatt.foundation.events.permissions import Visitor, can_see_people
from werkstatt.foundation.people.choices import Purpose
from werkstatt.foundation.people.models import Consent, Person
from werkstatt.rooms.registration.choices import BillingKind, OfferState, OrderState, PlaceState
from werkstatt.rooms.registration.models import Attendee, Offer, Order, Place
from werkstatt.rooms.registration.refusals import Gap


def places_loaded() -> QuerySet[Place]:
    """Places with everything that words, lines and mails about them need."""
    return Place.objects.select_related("attendee__person", "day_channel__day__edition", "participation").order_by(
        "day_channel__day__on", "attendee__position", "pk"
    )


def orders_visible_to(visitor: Visitor, edition: Edition | None = None) -> QuerySet[Order]:
    """Placed orders: one's own, and those of an edition whose people one may see."""
    orders = Order.objects.filter(state=OrderState.PLACED).select_related("edition__series", "organisation")
    if edition is not None:
        orders = orders.filter(edition=edition)
        if can_see_people(visitor, edition):
            return orders
    return orders.filter(orderer=visitor) if isinstance(visitor, Person) else orders.none()


def drafts_of(person: Person) -> QuerySet[Order]:
    return Order.objects.filter(orderer=person, state=OrderState.DRAFT).select_related("edition__series")


def places_of(person: Person) -> QuerySet[Place]:
    """The places a person takes now, whoever ordered them."""
    return places_loaded().filter(attendee__person=person, attendee__left_at=None, state=PlaceState.BOOKED)


def order_with_people(order: Order) -> list[Attendee]:
    """The attendees of an order who have not left, each with places and support needs loaded."""
    places = places_loaded().exclude(state=PlaceState.ENDED)
    return list(
        order.attendees.filter(left_at=None)
        .select_related("support_needs", "person")
        .prefetch_related(Prefetch("places", queryset=places, to_attr="current_places"))
    )


def draft_with_people(order: Order) -> list[Attendee]:
    """Like `order_with_people`, with just what placing needs: half the work while somebody waits."""
    attendees = list(order.attendees.filter(left_at=None).order_by("position", "pk"))
    people = {attendee.pk: attendee for attendee in attendees}
    for attendee in attendees:
        attendee.current_places = []  # type: ignore[attr-defined]
    places = Place.objects.filter(order=order).exclude(state=PlaceState.ENDED).select_related("day_channel__day")
    for place in places.order_by("day_channel__day__on", "pk"):
        if (attendee_of := people.get(place.attendee_id)) is not None:
            place.attendee, place.day_channel.day.edition = attendee_of, order.edition
            attendee_of.current_places.append(place)  # type: ignore[attr-defined]
    return attendees


def current_places(attendee: Attendee) -> list[Place]:
    """The places `order_with_people` has loaded."""
    return list(attendee.current_places)  # type: ignore[attr-defined]


def everyone_of(order: Order) -> list[Attendee]:
    """All attendees an order ever had, with every place, also the ended ones."""
    return list(
        order.attendees.select_related("person", "substituted_by").prefetch_related(
            Prefetch("places", queryset=places_loaded(), to_attr="all_places")
        )
    )


def all_places(attendee: Attendee) -> list[Place]:
    """The places `everyone_of` has loaded."""
    return list(attendee.all_places)  # type: ignore[attr-defined]


def booked_places(order: Order) -> list[Place]:
    return list(places_loaded().filter(order=order, state=PlaceState.BOOKED))


def day_channels_of(edition: Edition) -> list[DayChannel]:
    return list(
        DayChannel.objects.filter(day__edition=edition).select_related("day__edition").order_by("day__on", "pk")
    )


def days_taken(
    emails: Iterable[str], days: Iterable[Day], *, apart_from: Order | None = None
) -> list[tuple[str, date]]:
    """(e-mail, day) of everyone who takes part on one of the days already."""
    taken = Participation.objects.filter(
        person__email__in=[email.lower() for email in emails], day__in=list(days), state=ParticipationState.ACTIVE
    )
    if apart_from is not None:
        taken = taken.exclude(place__order=apart_from)
    return list(taken.annotate(address=Lower("person__email")).order_by("day__on").values_list("address", "day__on"))


def with_texts(edition: Edition) -> Edition:
    """The edition with its days and legal texts loaded, for pages that show several of them."""
    prefetch_related_objects([edition], "days", "legal_texts")
    for day in edition.days.all():
        day.edition = edition
    return edition


def is_open_for_registration(edition: Edition, now: datetime) -> bool:
    """Public, inside its registration window, and not all over."""
    if edition.state != EditionState.PUBLIC:
        return False
    if edition.registration_opens_at and now < edition.registration_opens_at:
        return False
    if edition.registration_closes_at and now >= edition.registration_closes_at:
        return False
    prefetch_related_objects([edition], "days")  # asked again while a draft is placed, and by the page around it
    return any(now < day.ends_at for day in edition.days.all())


def gaps_of(order: Order, people: list[Attendee]) -> list[Gap]:
    """What is missing before this draft can be placed, in the order of the steps."""
    gaps = []
    if not (order.orderer_name and order.orderer_email):
        gaps.append(Gap("people", "contact"))
    if not people:
        gaps.append(Gap("people", "nobody"))
    if nameless := [person.full_name or person.email for person in people if not _is_named(person)]:
        gaps.append(Gap("people", "unnamed", tuple(nameless)))
    if twice := _twice([person.email.lower() for person in people if person.email]):
        gaps.append(Gap("people", "same_address", twice))
    if idle := tuple(person.full_name for person in people if not person.current_places):  # type: ignore[attr-defined]
        gaps.append(Gap("days", "no_day", idle))
    if not _billing_is_complete(order):
        gaps.append(Gap("billing", "billing"))
    return gaps


def _is_named(person: Attendee) -> bool:
    return bool(person.first_name and person.last_name and person.email)


def _twice(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if words.count(word) > 1}))


def _billing_is_complete(order: Order) -> bool:
    return all([order.billing_name, order.billing_street, order.billing_postcode, order.billing_city])


def can_still_change(place: Place, now: datetime) -> bool:
    """Whether the channel of this day may still be changed by its people themselves."""
    day = place.day_channel.day
    last = day.on - timedelta(days=day.edition.channel_change_until_days)
    return now.astimezone(day.edition.zone).date() <= last


def is_private(order: Order) -> bool:
    return order.billing_kind == BillingKind.PRIVATE


def seats_in_use(day_channel: DayChannel) -> int:
    """Seats that places of this room take: booked ones, and those held by a draft in time (offers come on top)."""
    return Place.objects.filter(
        Q(state=PlaceState.BOOKED) | Q(state=PlaceState.HELD, order__hold_until__isnull=False),
        day_channel=day_channel,
    ).count()


def draft(pk: int, edition: Edition) -> Order | None:
    """The draft with this key; only a session that holds the key asks for it."""
    orders = Order.objects.select_related("edition__series", "edition__venue", "organisation")
    return orders.filter(pk=pk, edition=edition, state=OrderState.DRAFT).first()


def placed_order(pk: int, edition: Edition) -> Order | None:
    orders = Order.objects.select_related("edition__series", "edition__venue", "organisation")
    return orders.filter(pk=pk, edition=edition, state=OrderState.PLACED).first()


def orders_to_link(email: str) -> list[Order]:
    """Drafts and placed orders of an address, newest first: what a new link by mail may lead to."""
    return list(
        Order.objects.filter(orderer_email__iexact=email, edition__state=EditionState.PUBLIC)
        .exclude(state=OrderState.EXPIRED)
        .select_related("edition__series")
        .order_by("-created_at")[:20]
    )


def dropped_places(order: Order) -> list[Place]:
    """What a draft had chosen and can have no more, because the channel of that day was closed."""
    return list(places_loaded().filter(order=order, state=PlaceState.ENDED))


def standing_consent(person: Person, purpose: Purpose, context: str) -> Consent | None:
    return Consent.objects.filter(person=person, purpose=purpose, context=context, withdrawn_at=None).first()


def places_that_move(order: Order) -> QuerySet[Place]:
    """Booked places of an order: what its people may cancel or change (whether they still can is for the action)."""
    return places_loaded().filter(order=order, state=PlaceState.BOOKED)


def open_offers(order: Order) -> int:
    """How many people of this order have an offer that waits for an answer."""
    return Offer.objects.filter(case__order=order, state=OfferState.OPEN).count()


def places_of_attendee(attendee: Attendee) -> list[Place]:
    """Her places, ended ones too: a place that changed hands belongs to whoever has it now."""
    return list(places_loaded().filter(attendee=attendee))


def order_for_letters(pk: int) -> Order:
    return Order.objects.select_related("edition__series", "edition__venue", "organisation").get(pk=pk)
