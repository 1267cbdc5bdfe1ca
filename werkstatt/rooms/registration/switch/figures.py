"""The numbers of a switch, as shown before, kept with it, and compared afterwards."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day: places before, places that end, places offered, seats left on the offered channel."""

    day: int
    on: str
    before: int
    ending: int
    offered: int
    seats_left: int

    @property
    def kept(self) -> int:
        return self.before - self.ending


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, and money in cents. `freed_cents` is paid money that the cancellations set free."""

    persons: int
    orders: int
    places: int
    days: tuple[DayFigures, ...]
    documents: int
    documents_whole: int
    documents_partly: int
    cancelled_cents: int
    freed_cents: int
    offers: int
    offered_days: int
    offered_cents: int
    waiting: int
    mails_to_orderers: int
    mails_to_persons: int
    drafts: int
    untouched_places: int
    untouched_documents: int

    @property
    def mails(self) -> int:
        return self.mails_to_orderers + self.mails_to_persons

    def as_json(self) -> dict[str, Any]:
        """Plain data, equal again after a trip through JSON."""
        return asdict(self) | {"days": [asdict(day) for day in self.days]}


def figures_from(data: dict[str, Any]) -> Figures:
    """Figures out of what `as_json` gave. Raises KeyError or TypeError when something is missing or unknown."""
    names = {field.name for field in fields(Figures)}
    known = {name: value for name, value in data.items() if name in names and name != "days"}
    return Figures(days=tuple(DayFigures(**day) for day in data["days"]), **known)


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    before: int
    after: int

    @property
    def is_money(self) -> bool:
        return self.name.endswith("_cents")


# What the organiser decides on. The other figures (seats left online, say) may move without asking again.
DECIDED_ON = (
    "persons",
    "orders",
    "places",
    "documents",
    "cancelled_cents",
    "freed_cents",
    "offers",
    "offered_days",
    "offered_cents",
    "waiting",
)


def differences(seen: Figures, now: Figures) -> list[Difference]:
    """What changed between the preview that was confirmed and the world at the moment of confirming."""
    return [
        Difference(name, getattr(seen, name), getattr(now, name))
        for name in DECIDED_ON
        if getattr(seen, name) != getattr(now, name)
    ]
