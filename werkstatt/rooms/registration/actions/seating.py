"""Moving seats: always all day-channels of an order at once, in order of primary key, so that nobody deadlocks."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from werkstatt.foundation.events import seats
from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.rooms.registration.actions.holds import release_expired_holds
from werkstatt.rooms.registration.refusals import DaysAreFull, Shortage

Result = TypeVar("Result")
Counts = Mapping[DayChannel, int]


def counts_of(day_channels: Iterable[DayChannel]) -> dict[DayChannel, int]:
    counts: dict[DayChannel, int] = {}
    for day_channel in day_channels:
        counts[day_channel] = counts.get(day_channel, 0) + 1
    return counts


def move_seats(*, before: Counts, after: Counts) -> None:
    """Take and release what differs. Raises DaysAreFull with every shortage; the caller's transaction is undone then."""
    shortages = []
    for day_channel in sorted({*before, *after}, key=lambda each: each.pk):
        had, wanted = before.get(day_channel, 0), after.get(day_channel, 0)
        if wanted < had:
            seats.release(day_channel=day_channel, count=had - wanted)
        elif wanted > had:
            try:
                seats.take(day_channel=day_channel, count=wanted - had)
            except seats.DayIsFull as full:
                left = full.day_channel.left if full.day_channel.is_open else 0
                shortages.append(Shortage(full.day_channel, wanted, had + left))
    if shortages:
        raise DaysAreFull(shortages)


def after_clearing(action: Callable[[], Result], *, edition: Edition, now: datetime) -> Result:
    """Do `action`; if a day is full, give back what others no longer hold, and try once more before refusing."""
    try:
        return action()
    except DaysAreFull:
        if not release_expired_holds(edition=edition, now=now):
            raise
        return action()
