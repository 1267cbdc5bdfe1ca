"""The days of an edition."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from werkstatt.foundation.events.models import Day, Edition
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person


class DayIsInUse(Exception):
    """The day exists already, or somebody has booked it."""


@dataclass(frozen=True)
class DayTimes:
    on: date
    starts: time
    ends: time


@transaction.atomic
def add_day(*, edition: Edition, times: DayTimes, by: Person | None, now: datetime) -> Day:
    try:
        with transaction.atomic():
            day = Day.objects.create(edition=edition, on=times.on, starts=times.starts, ends=times.ends)
    except IntegrityError as error:
        raise DayIsInUse from error
    _note("day_added", day, by, now)
    return day


@transaction.atomic
def edit_day(*, day: Day, times: DayTimes, by: Person | None, now: datetime) -> Day:
    day.on, day.starts, day.ends = times.on, times.starts, times.ends
    try:
        with transaction.atomic():
            day.save(update_fields=["on", "starts", "ends"])
    except IntegrityError as error:
        raise DayIsInUse from error
    _note("day_edited", day, by, now)
    return day


@transaction.atomic
def remove_day(*, day: Day, by: Person | None, now: datetime) -> None:
    """Only a day that nobody ever booked."""
    if day.channels.filter(taken__gt=0).exists():
        raise DayIsInUse
    _note("day_removed", day, by, now)
    try:
        with transaction.atomic():
            day.delete()
    except ProtectedError as error:
        raise DayIsInUse from error


def _note(verb: str, day: Day, by: Person | None, now: datetime) -> None:
    scope = f"edition:{day.edition.slug}"
    log.record(verb=verb, subject=scope, at=now, actor=by, scope=scope, on=day.on.isoformat())
