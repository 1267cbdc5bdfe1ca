"""Inviting somebody to the desk."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events.actions import grant_role
from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition, Role
from werkstatt.foundation.kernel.addresses import absolute
from werkstatt.foundation.people.actions import person_for
from werkstatt.foundation.people.models import Person
from werkstatt.services.mailing.actions import write_mail
from werkstatt.services.mailing.letter import Letter


@transaction.atomic
def invite(*, edition: Edition, email: str, kind: str, by: Person, now: datetime) -> Role:
    """Give the role to whoever owns the address, and say so by mail with the way to the desk."""
    person = person_for(email=email, now=now)
    role = grant_role(edition=edition, person=person, kind=RoleKind(kind), by=by, now=now)
    url = absolute("desk:dashboard", edition.slug, language=person.language)
    write_mail(
        Letter.to(
            person,
            kind="invitation",
            edition=edition,
            template="desk/mails/invitation",
            context={"by": str(by), "role": role, "url": url},
            once_key=f"invitation:{role.pk}",
        ),
        now=now,
    )
    return role
