"""A person's own plan."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session, Star


@transaction.atomic
def star_session(*, session: Session, person: Person, now: datetime) -> None:
    """Put the session on the person's plan; twice is once."""
    Star.objects.bulk_create([Star(person=person, session=session, created_at=now)], ignore_conflicts=True)


@transaction.atomic
def unstar_session(*, session: Session, person: Person) -> None:
    Star.objects.filter(person=person, session=session).delete()
