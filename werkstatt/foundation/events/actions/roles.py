"""Who works at the desk of an edition."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition, Role
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person


class LastOrganiser(Exception):
    """An edition keeps at least one organiser."""


@transaction.atomic
def grant_role(*, edition: Edition, person: Person, kind: RoleKind, by: Person | None, now: datetime) -> Role:
    role, is_new = Role.objects.get_or_create(edition=edition, person=person, kind=kind)
    if is_new:
        _note("role_granted", role, by, now)
    return role


@transaction.atomic
def revoke_role(*, role: Role, by: Person | None, now: datetime) -> None:
    """Raises LastOrganiser."""
    organisers = Role.objects.select_for_update().filter(edition=role.edition_id, kind=RoleKind.ORGANISER)
    if role.kind == RoleKind.ORGANISER and len(organisers) <= 1:
        raise LastOrganiser
    _note("role_revoked", role, by, now)
    role.delete()


def _note(verb: str, role: Role, by: Person | None, now: datetime) -> None:
    scope = f"edition:{role.edition.slug}"
    subject = f"person:{role.person_id}"
    log.record(verb=verb, subject=subject, at=now, actor=by, scope=scope, role=role.kind)
