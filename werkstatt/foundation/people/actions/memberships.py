"""A person acts for organisations; one of them is the first that forms suggest."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Membership, Organisation, Person


@transaction.atomic
def join_organisation(*, person: Person, organisation: Organisation, position: str = "", now: datetime) -> Membership:
    """Note that the person acts for the organisation (once). The first one becomes the primary one."""
    Person.objects.select_for_update().get(pk=person.pk)
    first = not person.memberships.filter(is_primary=True).exists()
    membership, is_new = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        defaults={"position": clean_line(position)[:150], "is_primary": first, "created_at": now},
    )
    if is_new:
        log.record(
            verb="organisation_joined",
            subject=f"person:{person.pk}",
            at=now,
            actor=person,
            organisation=organisation.pk,
        )
    elif position and not membership.position:
        membership.position = clean_line(position)[:150]
        membership.save(update_fields=["position"])
    return membership


@transaction.atomic
def join_together(*, positions: Mapping[Person, str], organisation: Organisation, now: datetime) -> None:
    """`join_organisation` for many at once: each person with her position. The queries do not grow with them."""
    people = {person.pk: person for person in positions}
    held = Membership.objects.filter(person__in=people).values_list("person_id", "organisation_id", "is_primary")
    members, settled = set(), set()
    for pk, of, is_primary in held:
        members |= {pk} if of == organisation.pk else set()
        settled |= {pk} if is_primary else set()
    new = [pk for pk in sorted(people) if pk not in members]
    if not new:
        return
    Membership.objects.bulk_create(
        [
            Membership(
                person_id=pk,
                organisation=organisation,
                position=clean_line(positions[people[pk]])[:150],
                is_primary=pk not in settled,
                created_at=now,
            )
            for pk in new
        ],
        ignore_conflicts=True,
    )
    log.record_all(log.entry(verb="organisation_joined", subject=f"person:{pk}", at=now) for pk in new)


@transaction.atomic
def leave_organisation(*, membership: Membership, now: datetime) -> None:
    person, was_primary = membership.person, membership.is_primary
    log.record(
        verb="organisation_left",
        subject=f"person:{person.pk}",
        at=now,
        actor=person,
        organisation=membership.organisation_id,
    )
    membership.delete()
    if was_primary and (other := person.memberships.order_by("created_at", "pk").first()) is not None:
        other.is_primary = True
        other.save(update_fields=["is_primary"])


@transaction.atomic
def make_primary(*, membership: Membership) -> None:
    Membership.objects.filter(person=membership.person_id).update(is_primary=False)
    membership.is_primary = True
    membership.save(update_fields=["is_primary"])
