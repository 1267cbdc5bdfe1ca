"""Who comes: the people of placed orders with their days, for lists and for pages about one person."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import County, Person
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.models import Attendee, Place, SupportNeeds
from werkstatt.services.mailing.models import Mail

PLACES = Prefetch("places", Place.objects.select_related("day_channel__day").order_by("day_channel__day__on", "pk"))


def attendees_of(edition: Edition) -> QuerySet[Attendee]:
    """Everyone in a placed order, with organisation, county and places: two queries however many there are."""
    attendees = Attendee.objects.filter(order__edition=edition, order__state=OrderState.PLACED)
    return attendees.select_related("order__organisation__county", "person").prefetch_related(PLACES)


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
