"""Who comes: the people of placed orders with their days, for lists and for pages about one person."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import County, Person
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.models import Attendee, Place, SupportNeeds
from werkstatt.services.mailing.models import Mail

PLACES = Prefetch("places", Place.objects.select_related("day_channel__day").order_by("day_channel__day__on", "pk"))

PLACES_IN_BRIEF = Prefetch(
    "places",
    Place.objects.select_related("day_channel")
    .only("attendee_id", "state", "end_reason", "day_channel__day_id", "day_channel__channel")
    .order_by("day_channel__day__on", "pk"),
    to_attr="lines",  # a list for each; as `places.all` each of hundreds would build a query to hold it
)


def attendees_of(edition: Edition) -> QuerySet[Attendee]:
    """Everyone in a placed order, with organisation, county and places: two queries however many there are."""
    attendees = Attendee.objects.filter(order__edition=edition, order__state=OrderState.PLACED)
    return attendees.select_related("order__organisation__county").prefetch_related(PLACES)


def attendees_in_brief(edition: Edition) -> QuerySet[Attendee]:
    """The same people with what a row of a list says and no more; each has her places as `lines`."""
    attendees = attendees_of(edition).prefetch_related(None).prefetch_related(PLACES_IN_BRIEF)
    return attendees.only(
        "first_name",
        "last_name",
        "email",
        "function",
        "person_id",
        "order__code",
        "order__organisation__name",
        "order__organisation__sector",
        "order__organisation__county__name",
    )


def taking_part(attendees: QuerySet[Attendee], **place: object) -> QuerySet[Attendee]:
    """Those with a booked place, perhaps of a certain kind (`day_channel__channel="online"`)."""
    booked = Place.objects.filter(attendee=OuterRef("pk"), state=PlaceState.BOOKED, **place)
    return attendees.filter(Exists(booked))


def counties_of(edition: Edition) -> QuerySet[County]:
    """Counties somebody comes from."""
    return County.objects.filter(
        organisations__orders__edition=edition, organisations__orders__state=OrderState.PLACED
    ).distinct()


def support_needs_of(edition: Edition) -> QuerySet[SupportNeeds]:
    """Support needs and diets of those who take part, with the days they come."""
    booked = Place.objects.filter(attendee=OuterRef("attendee"), state=PlaceState.BOOKED)
    needs = SupportNeeds.objects.filter(Exists(booked), attendee__order__edition=edition)
    return needs.select_related("attendee__order__organisation").prefetch_related(
        Prefetch("attendee__places", PLACES.queryset)
    )


def person_here(edition: Edition, pk: int) -> Person | None:
    """A person of a placed order of this edition; anyone else does not exist here."""
    here = attendees_of(edition).order_by().values("person")
    return Person.objects.filter(pk=pk, pk__in=here).first()


def attendances_of(person: Person, edition: Edition) -> QuerySet[Attendee]:
    return attendees_of(edition).filter(person=person)


def mails_to(person: Person, edition: Edition) -> QuerySet[Mail]:
    return Mail.objects.filter(edition=edition, to_email__iexact=person.email)
