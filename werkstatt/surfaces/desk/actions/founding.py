"""A new edition, with its series if there is none yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events.actions import EditionFacts, create_edition, create_series
from werkstatt.foundation.events.models import Edition, Series
from werkstatt.foundation.people.actions import make_owner
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.queries import has_owner


class HouseHasAnOwner(Exception):
    """Somebody was quicker, or the house has had an owner for long."""


@transaction.atomic
def found_edition(
    *, series: Series | None, new_series: Mapping[str, object], facts: EditionFacts, by: Person, now: datetime
) -> Edition:
    """A draft in `series`, or in a new one. Raises SlugIsTaken; then no series is left behind."""
    if series is None:
        series = create_series(changes=new_series, by=by, now=now)
    return create_edition(series=series, facts=facts, by=by, now=now)


@transaction.atomic
def become_first_owner(*, email: str, now: datetime) -> Person:
    """Raises HouseHasAnOwner."""
    if has_owner():
        raise HouseHasAnOwner
    return make_owner(email=email, now=now)
