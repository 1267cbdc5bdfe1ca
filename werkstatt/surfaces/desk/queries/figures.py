"""What the overview shows, in a handful of queries: people, days, fees, seats, money, growth, origin."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from werkstatt.foundation.events.choices import Channel, ParticipationState
from werkstatt.foundation.events.models import Day, DayChannel, Edition, Participation
from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import Municipality
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Place


@dataclass(frozen=True)
class Occupancy:
    """One channel of one day: seats booked, kept (held or offered) and free, and what the booked ones cost."""

    day: Day
    channel: Channel
    capacity: int
    taken: int
    booked: int
    fees_cents: int
    price_cents: int
    is_open: bool

    @property
    def kept(self) -> int:
        return max(0, self.taken - self.booked)


def occupancy_of(edition: Edition) -> list[Occupancy]:
    """Every day and channel, in order, on site first. One query."""
    is_booked = Q(places__state=PlaceState.BOOKED)
    rows = (
        DayChannel.objects.filter(day__edition=edition)
        .select_related("day")
        .annotate(
            booked=Count("places", filter=is_booked),
            fees_cents=Coalesce(Sum("places__price_cents", filter=is_booked), 0),
        )
        .order_by("day__on", "-channel")
    )
    return [
        Occupancy(
            row.day,
            Channel(row.channel),
            row.capacity,
            row.taken,
            row.booked,
            row.fees_cents,
            row.price_cents,
            is_open=row.is_open,
        )
        for row in sorted(rows, key=lambda row: (row.day.on, row.channel != Channel.ON_SITE))
    ]


@dataclass
class Growth:
    """Person-days booked per calendar day (of booking), by channel."""

    days: list[date] = field(default_factory=list)
    on_site: list[int] = field(default_factory=list)
    online: list[int] = field(default_factory=list)


def growth_of(edition: Edition) -> Growth:
    """Booked person-days summed up over the days on which they were booked. One query."""
    rows = (
        Place.objects.filter(order__edition=edition, state=PlaceState.BOOKED)
        .order_by()
        .values_list(TruncDate("created_at", tzinfo=edition.zone), "day_channel__channel")
        .annotate(n=Count("pk"))
    )
    per_day: dict[date, dict[str, int]] = defaultdict(dict)
    for on, channel, n in rows:
        per_day[on][channel] = n
    growth, sums = Growth(), dict.fromkeys(Channel.values, 0)
    for on in sorted(per_day):
        for channel, n in per_day[on].items():
            sums[channel] += n
        growth.days.append(on)
        growth.on_site.append(sums[Channel.ON_SITE])
        growth.online.append(sums[Channel.ONLINE])
    return growth


@dataclass(frozen=True)
class Spot:
    """A place on the map with the people who come from there."""

    name: str
    latitude: float
    longitude: float
    persons: int


@dataclass(frozen=True)
class Origin:
    """Where the people come from; each person counts once, under the channel of her first day."""

    persons: int
    by_sector: dict[Sector, dict[Channel, int]]
    by_county: dict[str, tuple[str, int]]
    spots: list[Spot]


def origin_of(edition: Edition) -> Origin:
    """People by sector and channel, by county (key and number, most first) and by position. Two queries."""
    rows = list(
        Participation.objects.filter(day__edition=edition, state=ParticipationState.ACTIVE)
        .order_by("person_id", "day__on")
        .distinct("person_id")
        .values(
            "channel",
            sector=F("organisation__sector"),
            town=F("organisation__municipality__short_name"),
            latitude=F("organisation__municipality__latitude"),
            longitude=F("organisation__municipality__longitude"),
            county=F("organisation__county__name"),
            county_key=F("organisation__county"),
        )
    )
    sectors = Counter((row["sector"], row["channel"]) for row in rows)
    counties = Counter((row["county"], row["county_key"]) for row in rows if row["county"])
    return Origin(
        persons=len(rows),
        by_sector={sector: {channel: sectors[sector, channel] for channel in Channel} for sector in Sector},
        by_county={name: (key, n) for (name, key), n in counties.most_common()},
        spots=_spots(rows),
    )


def _spots(rows: Sequence[Any]) -> list[Spot]:
    """Municipalities where they lie, everyone else in the middle of the county."""
    is_elsewhere = any(row["latitude"] is None and row["county_key"] for row in rows)
    centres = _county_centres() if is_elsewhere else {}
    found: Counter[tuple[str, float, float]] = Counter()
    for row in rows:
        if row["latitude"] is not None:
            found[row["town"], row["latitude"], row["longitude"]] += 1
        elif row["county_key"] in centres:
            found[(row["county"], *centres[row["county_key"]])] += 1
    return [Spot(*place, persons=n) for place, n in found.most_common()]


def _county_centres() -> dict[str, tuple[float, float]]:
    rows = Municipality.objects.order_by().values_list("county").annotate(Avg("latitude"), Avg("longitude"))
    return {key: (latitude, longitude) for key, latitude, longitude in rows}
