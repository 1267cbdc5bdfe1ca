"""Erasing a person: everything that names her goes, what the law keeps (issued documents) stays."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people import belongings, log
from werkstatt.foundation.people.models import Person


class StillNeeded(Exception):
    """Something stands against erasing the person now; `reasons` are sentences for her."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def erase_person(*, person: Person, now: datetime, by: Person | None = None) -> None:
    """Take the name, the address and everything personal away. Raises StillNeeded."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if reasons := belongings.obstacles(locked, now=now):
        raise StillNeeded(reasons)
    belongings.erase(locked, now=now)
    locked.memberships.all().delete()
    locked.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    locked.first_name = locked.last_name = locked.position = ""
    locked.email = f"entfernt-{locked.pk}@entfernt.invalid"
    locked.is_active = locked.is_superuser = locked.is_staff = False
    locked.anonymised_at = now
    locked.set_unusable_password()
    locked.save()
    actor = by if by is not None and by.pk != locked.pk else None
    log.record(verb="person_erased", subject=f"person:{locked.pk}", at=now, actor=actor)
