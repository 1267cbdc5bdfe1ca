"""Taking part: one person, one day, one channel. Registration calls these; every other room listens."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, connection, transaction

from werkstatt.foundation.events.choices import Channel, ParticipationState
from werkstatt.foundation.events.models import Day, Participation
from werkstatt.foundation.events.signals import participation_began, participation_ended
from werkstatt.foundation.people.models import Organisation, Person


class AlreadyTakesPart(Exception):
    """The person has an active participation on this day."""

    def __init__(self, person: Person, day: Day) -> None:
        super().__init__(f"{person} {day}")
        self.person = person
        self.day = day


@transaction.atomic
def begin_participation(
    *, person: Person, day: Day, channel: Channel, organisation: Organisation | None, now: datetime
) -> Participation:
    """Raises AlreadyTakesPart (of two connections exactly one wins)."""
    try:
        with transaction.atomic():
            participation = Participation.objects.create(
                person=person, day=day, channel=channel, organisation=organisation, began_at=now
            )
    except IntegrityError as error:
        raise AlreadyTakesPart(person, day) from error
    transaction.on_commit(partial(participation_began.send, sender=Participation, participation=participation))
    return participation


BEGIN = """
INSERT INTO events_participation (person_id, day_id, channel, organisation_id, state, began_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::timestamptz[])
ON CONFLICT (person_id, day_id) WHERE state = 'active' DO NOTHING
RETURNING person_id, day_id, id
"""


def begin_participations(beginnings: Sequence[Participation]) -> list[Participation]:
    """Begin several at once, none of them saved before.

    Raises AlreadyTakesPart; then none has begun, and a transaction around us has to be undone as well.
    """
    # In one order for everybody: two orders with the same people wait for each other, and never in a circle.
    begun = sorted(beginnings, key=lambda each: (each.person_id, each.day_id))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(BEGIN, _columns(begun))
        keys = {(person, day): key for person, day, key in cursor.fetchall()}
        if len(keys) < len(begun):
            raise AlreadyTakesPart(*_clash(begun, keys))
    for each in begun:
        each.pk, each._state.adding = keys[each.person_id, each.day_id], False  # noqa: SLF001  (as bulk_create does)
        transaction.on_commit(partial(participation_began.send, sender=Participation, participation=each))
    return list(beginnings)


def _columns(beginnings: Sequence[Participation]) -> list[list[object]]:
    names = ("person_id", "day_id", "channel", "organisation_id", "state", "began_at")
    return [[getattr(each, name) for each in beginnings] for name in names]


def _clash(beginnings: Sequence[Participation], begun: Container[tuple[int, int]]) -> tuple[Person, Day]:
    """Who of them takes part on the day already, or stands there twice."""
    seen: set[tuple[int, int]] = set()
    for each in beginnings:
        key = each.person_id, each.day_id
        if key not in begun or key in seen:
            break
        seen.add(key)
    return each.person, each.day


@transaction.atomic
def end_participation(*, participation: Participation, now: datetime) -> Participation:
    """Ending twice changes nothing."""
    active = Participation.objects.filter(pk=participation.pk, state=ParticipationState.ACTIVE)
    ended = active.update(state=ParticipationState.ENDED, ended_at=now)
    participation.refresh_from_db(fields=["state", "ended_at"])
    if ended:
        transaction.on_commit(partial(participation_ended.send, sender=Participation, participation=participation))
    return participation


@transaction.atomic
def end_participations(*, participations: Iterable[Participation], now: datetime) -> int:
    """End many at once; those that have ended already stay as they are. Returns how many ended."""
    by_key = {participation.pk: participation for participation in participations}
    active = Participation.objects.filter(pk__in=by_key, state=ParticipationState.ACTIVE)
    ending = list(active.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Participation.objects.filter(pk__in=ending).update(state=ParticipationState.ENDED, ended_at=now)
    for key in ending:
        by_key[key].state, by_key[key].ended_at = ParticipationState.ENDED, now
        transaction.on_commit(partial(participation_ended.send, sender=Participation, participation=by_key[key]))
    return len(ending)
