"""The two ways in, side by side: price per day, what is included, how many places are left."""

from dataclasses import dataclass

from django.utils.translation import get_language

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, DayChannel, Edition

MANY_LEFT = 100


@dataclass(frozen=True)
class DoorDay:
    day: Day
    channel: DayChannel

    @property
    def state(self) -> str:
        """closed, full, few (say how many) or free."""
        if not self.channel.is_open:
            return "closed"
        if self.channel.left <= 0:
            return "full"
        return "few" if self.channel.left < MANY_LEFT else "free"


@dataclass(frozen=True)
class Door:
    channel: Channel
    days: list[DoorDay]
    includes: list[str]
    includes_language: str

    @property
    def css(self) -> str:
        return self.channel.value.replace("_", "-")

    @property
    def from_cents(self) -> int:
        """The lowest price of a day; with one price for all days it is that price."""
        return min((day.channel.price_cents for day in self.days), default=0)

    @property
    def has_one_price(self) -> bool:
        return len({day.channel.price_cents for day in self.days}) == 1

    @property
    def is_shut(self) -> bool:
        return all(day.state in {"closed", "full"} for day in self.days)


def doors_of(edition: Edition, days: list[Day]) -> list[Door]:
    """One door per channel that is offered on any day, on site first."""
    doors = []
    for channel in Channel:
        offered = [DoorDay(day, row) for day in days for row in day.channels.all() if row.channel == channel]
        if offered:
            lines, language = _includes(edition, channel)
            doors.append(Door(channel, offered, lines, language))
    return doors


def _includes(edition: Edition, channel: Channel) -> tuple[list[str], str]:
    german = getattr(edition, f"{channel.value}_includes")
    english = getattr(edition, f"{channel.value}_includes_en")
    is_english = get_language() == "en" and bool(english)
    lines = (english if is_english else german).splitlines()
    return [line.strip(" -*•\t") for line in lines if line.strip(" -*•\t")], "en" if is_english else "de"
