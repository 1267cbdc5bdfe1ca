"""Step two: who comes on which day, on which channel."""

import re
from collections.abc import Iterable

from django.http import QueryDict

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel
from werkstatt.rooms.registration.entries import Wishes
from werkstatt.rooms.registration.models import Attendee

CELL = re.compile(r"place-(\d{1,18})-(\d{1,18})")


class DaysForm:
    """A grid of radio buttons `place-<attendee>-<day>`; what is not ours is not read."""

    def __init__(self, attendees: list[Attendee], day_channels: Iterable[DayChannel]) -> None:
        self.people = {attendee.pk for attendee in attendees}
        self.offered = {(each.day_id, each.channel) for each in day_channels}

    def wishes_sent(self, data: QueryDict) -> Wishes:
        wishes: Wishes = {pk: {} for pk in self.people}
        for name in data:
            if match := CELL.fullmatch(name):
                person, day, channel = int(match[1]), int(match[2]), str(data[name])
                if person in self.people and (day, channel) in self.offered:
                    wishes[person][day] = channel
        return wishes

    def with_everyone(self, wishes: Wishes, day: int, channel: str) -> Wishes:
        """All people on one channel of a day (`none`: nobody)."""
        changed = {pk: dict(days) for pk, days in wishes.items()}
        for days in changed.values():
            if channel in Channel.values and (day, channel) in self.offered:
                days[day] = channel
            elif channel == "none":
                days.pop(day, None)
        return changed


def with_other_channel(
    wishes: Wishes, order_of_people: list[int], *, full: DayChannel, room: int, holding: set[int]
) -> Wishes:
    """Whoever finds no seat on a full day takes the other channel; those who hold one, then the first rows, stay."""
    other = Channel(full.channel).other.value
    wanting = [pk for pk in order_of_people if wishes.get(pk, {}).get(full.day_id) == full.channel]
    staying = set(sorted(wanting, key=lambda pk: (pk not in holding, order_of_people.index(pk)))[:room])
    return {
        pk: {**days, full.day_id: other} if pk in wanting and pk not in staying else dict(days)
        for pk, days in wishes.items()
    }
