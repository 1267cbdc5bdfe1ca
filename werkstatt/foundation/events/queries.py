"""Named reads of editions, limited to what a visitor may see."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value, prefetch_related_objects

from werkstatt.foundation.events.choices import EditionState, Phase, RoleKind
from werkstatt.foundation.events.models import Day, Edition, Series
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.people.models import Person


def editions_visible_to(visitor: Visitor) -> QuerySet[Edition]:
    """Public and archived editions; drafts only for those with a role in them and for owners."""
    editions = Edition.objects.select_related("series", "venue")
    if isinstance(visitor, Person) and visitor.is_superuser:
        return editions
    seen = editions.exclude(state=EditionState.DRAFT)
    if isinstance(visitor, Person):
        seen = seen | editions.filter(pk__in=visitor.roles.values("edition"))
    return seen


def editions_with_desk_for(visitor: Visitor) -> QuerySet[Edition]:
    """Editions whose desk the visitor may enter; each knows her roles (see `permissions.kinds_of`)."""
    editions = Edition.objects.select_related("series", "venue")
    if not isinstance(visitor, Person):
        return editions.none()
    kinds = ArraySubquery(visitor.roles.filter(edition=OuterRef("pk")).values("kind"))
    editions = editions.annotate(roles_of=Value(visitor.pk), role_kinds=kinds)
    return editions if visitor.is_superuser else editions.filter(pk__in=visitor.roles.values("edition"))


def series_organised_by(person: Person) -> QuerySet[Series]:
    """Series in which the person may make a new edition: all for an owner, else those she organises an edition of."""
    if person.is_superuser:
        return Series.objects.all()
    organised = person.roles.filter(kind=RoleKind.ORGANISER).values("edition")
    return Series.objects.filter(editions__in=organised).distinct()


def is_over(edition: Any, now: datetime) -> bool:
    """Whether its last day is past where it takes place; `edition` has `last_on`, and none without days."""
    return edition.last_on is None or edition.last_on < now.astimezone(edition.zone).date()


def edition_by_slug(slug: str) -> Edition | None:
    """For the operator's tools, which may see every edition."""
    return Edition.objects.select_related("series", "venue").filter(slug=slug).first()


def days_of(edition: Edition) -> list[Day]:
    """The edition's days in order, each with its channels loaded."""
    return list(edition.days.prefetch_related("channels"))


def days_on(edition: Edition) -> list[date]:
    """The dates of the edition's days in order, read once per edition object."""
    prefetch_related_objects([edition], "days")
    return [day.on for day in edition.days.all()]


def phase_at(days: list[Day], now: datetime) -> Phase:
    """Where `now` (aware datetime) falls in the edition's calendar; without days it is before."""
    if not days or now < days[0].starts_at:
        return Phase.BEFORE
    return Phase.DURING if now <= days[-1].ends_at else Phase.AFTER
