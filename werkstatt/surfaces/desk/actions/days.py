"""A day with its times, prices and seats, saved whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.actions import CapacityBelowTaken, DayTimes
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day
from werkstatt.foundation.people.models import Person


class TooFewSeats(Exception):
    """More seats of this day and channel are taken than were asked for."""

    def __init__(self, day: Day, channel: Channel, taken: int) -> None:
        super().__init__(f"{day} {channel}: {taken} taken")
        self.day, self.channel, self.taken = day, channel, taken


@dataclass(frozen=True)
class DayPlan:
    """`channels`: price in cents and seats; they are set on every day of `targets`."""

    day: Day
    times: DayTimes
    channels: Mapping[Channel, tuple[int, int]]
    targets: Sequence[Day]


@transaction.atomic
def save_day(*, plan: DayPlan, by: Person, now: datetime) -> Day:
    """Raises TooFewSeats and events.DayIsInUse; then nothing was saved."""
    for channel, (price_cents, capacity) in plan.channels.items():
        for day in plan.targets:
            try:
                actions.set_day_channel(
                    day=day, channel=channel, capacity=capacity, price_cents=price_cents, by=by, now=now
                )
            except CapacityBelowTaken as problem:
                raise TooFewSeats(day, channel, problem.taken) from problem
    return actions.edit_day(day=plan.day, times=plan.times, by=by, now=now)
