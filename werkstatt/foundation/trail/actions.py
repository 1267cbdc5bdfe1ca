"""Joining and parting results."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.models import Link


class SameResult(Exception):
    """A result does not come from itself."""


@transaction.atomic
def join(*, source: str, target: str, relation: Relation, by: Person | None, now: datetime) -> Link:
    """The link between two refs, made if it is not there yet; whoever joined first stays named. Raises SameResult."""
    if source == target:
        raise SameResult
    values = {"made_at": now, "made_by": by}
    link, is_new = Link.objects.get_or_create(source=source, target=target, relation=relation, defaults=values)
    if is_new:
        log.record(verb="results_joined", subject=source, at=now, actor=by, target=target, relation=str(relation))
    return link


@transaction.atomic
def part(*, source: str, target: str, relation: Relation, by: Person | None, now: datetime) -> bool:
    """Take the link away; False if there was none."""
    removed, _kinds = Link.objects.filter(source=source, target=target, relation=relation).delete()
    if removed:
        log.record(verb="results_parted", subject=source, at=now, actor=by, target=target, relation=str(relation))
    return bool(removed)
