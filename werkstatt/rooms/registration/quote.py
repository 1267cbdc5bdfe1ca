"""The total that explains itself: what the chosen places cost, by line, and the invoices that will come. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class QuoteLine:
    """Equal places of a day: three on site on 2 May at 45 EUR."""

    channel: str
    on: date
    count: int
    price_cents: int

    @property
    def cents(self) -> int:
        return self.count * self.price_cents


@dataclass(frozen=True)
class Quote:
    lines: tuple[QuoteLine, ...]

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def places(self) -> int:
        return sum(line.count for line in self.lines)

    def by_channel(self) -> list["ChannelQuote"]:
        """The future invoices, on site first; a channel that costs nothing has none."""
        quotes = [
            ChannelQuote(channel, tuple(line for line in self.lines if line.channel == channel))
            for channel in ("on_site", "online")
        ]
        return [quote for quote in quotes if quote.lines]


@dataclass(frozen=True)
class ChannelQuote:
    channel: str
    lines: tuple[QuoteLine, ...]

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


def quote_of(places: Iterable[tuple[str, date, int]]) -> Quote:
    """`places`: (channel, day, price in cents) each. Lines in the order of days, on site first."""
    counted: dict[tuple[date, str, int], int] = {}
    for channel, on, price_cents in places:
        key = (on, channel, price_cents)
        counted[key] = counted.get(key, 0) + 1
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], item[0][1] != "on_site", item[0][2]))
    return Quote(tuple(QuoteLine(channel, on, count, cents) for (on, channel, cents), count in ordered))
