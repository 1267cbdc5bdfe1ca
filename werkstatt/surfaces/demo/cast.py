"""The 214 invented people of the demo edition, drawn in the same way every time. No Django, no database."""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("Europe/Berlin")
HEADS = {"municipality": 84, "county": 26, "state": 20, "company": 34, "startup": 16, "science": 24, "society": 10}
# Channel per day: O on site, W online (web), - not there.
PATTERNS = {"OO": 120, "O-": 16, "-O": 16, "WW": 40, "W-": 11, "-W": 11}
STORY_AGS = "08235032"  # Haiterbach, about 6,000 inhabitants
OPENED = date(2022, 2, 14)
LAST = date(2022, 4, 19)
POSITIONS = {
    "municipality": ("Bürgermeisterin", "Hauptamt", "Digitalisierungsbeauftragte", "Bauamt", "Kämmerei", "Ordnungsamt"),
    "county": ("Stabsstelle Digitalisierung", "Kreisentwicklung", "Digitallotse"),
    "state": ("Referat Kommunales", "Projektleitung", "Sachgebiet Daten"),
    "company": ("Vertrieb Kommunen", "Produktmanagement", "Geschäftsführung"),
    "startup": ("Gründerin", "Technik", "Partnerschaften"),
    "science": ("Wissenschaftliche Mitarbeit", "Professur", "Doktorand"),
    "society": ("Vorstand", "Ehrenamt"),
}


@dataclass(frozen=True)
class Head:
    """One invented person and how she takes part: `pattern[0]` is Monday, `pattern[1]` Tuesday."""

    first_name: str
    last_name: str
    email: str
    position: str
    pattern: str


@dataclass(frozen=True)
class Group:
    """The people of one order. `key` is an AGS, a county key or the name of a free organisation."""

    sector: str
    key: str
    heads: tuple[Head, ...]
    placed_at: datetime
    paid_on: date | None
    private: bool = False
    country: str = "DE"
    vat_id: str = ""


def read(name: str) -> dict[str, object]:
    """One of the TOML files of the demo."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def draw_groups(*, municipalities: Sequence[tuple[str, str]], counties: Sequence[tuple[str, str]]) -> list[Group]:
    """All orders in the order of their registration. Takes (key, slug-able name) pairs of the official directory."""
    dice = random.Random(2022)  # noqa: S311 - a fixed draw, not a secret
    names = _names(dice)
    patterns = [pattern for pattern, count in PATTERNS.items() for _ in range(count)]
    dice.shuffle(patterns)
    patterns.remove("OO")
    groups: list[Group] = []
    story = True
    for sector, (key, label), size in _organisations(dice, municipalities, counties):
        own = ["OO", *[patterns.pop() for _ in range(size - 1)]] if story else [patterns.pop() for _ in range(size)]
        heads = tuple(
            _head(next(names), label, dice.choice(POSITIONS[sector]), pattern, story and index == 0)
            for index, pattern in enumerate(own)
        )
        placed_at = _moment(dice)
        groups.append(
            Group(
                sector=sector,
                key=key,
                heads=heads,
                placed_at=placed_at,
                paid_on=_payday(dice, placed_at),
                private=sector == "society" and size == 1,
                country="AT" if key.startswith("Alpenblick") else "DE",
                vat_id="ATU13585627" if key.startswith("Alpenblick") else "",
            )
        )
        story = False
    return sorted(groups, key=lambda group: group.placed_at)


def slug(name: str) -> str:
    """A mail-safe name: `Weiß` -> `weiss`."""
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ş": "s", "\u0131": "i", "ć": "c", "ğ": "g"})
    plain = name.lower().translate(table)
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in plain).split())


def _names(dice: random.Random) -> Iterator[tuple[str, str]]:
    data = read("names")
    first, last = data["first"], data["last"]
    assert isinstance(first, list)
    assert isinstance(last, list)
    pairs = [(a, b) for a in first for b in last if (a, b) != ("Karin", "Seeger")]
    dice.shuffle(pairs)
    yield "Karin", "Seeger"
    yield from pairs


def _head(name: tuple[str, str], label: str, position: str, pattern: str, officer: bool) -> Head:
    first, last = name
    domain = slug(label.split(",", maxsplit=1)[0].split("(", maxsplit=1)[0])[:40].strip("-")
    return Head(
        first_name=first,
        last_name=last,
        email=f"{slug(first)}.{slug(last)}@{domain}.example",
        position="Digitalisierungsbeauftragte" if officer else position,
        pattern=pattern,
    )


def _organisations(
    dice: random.Random, municipalities: Sequence[tuple[str, str]], counties: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, str], int]]:
    """Organisations with their size; the first is the town of the digital officer."""
    free = read("names")["organisations"]
    assert isinstance(free, dict)
    rest = [m for m in municipalities if m[0] != STORY_AGS]
    pools: dict[str, list[tuple[str, str]]] = {
        "municipality": [next(m for m in municipalities if m[0] == STORY_AGS), *dice.sample(rest, 60)],
        "county": dice.sample(list(counties), 20),
        **{sector: [(name, name) for name in names] for sector, names in free.items()},
    }
    for sector, heads in HEADS.items():
        pool, left = pools[sector], heads
        while left:
            ahead = max(1, -(-left // max(1, len(pool))))
            size = min(left, 2 if left == HEADS["municipality"] else max(ahead, dice.choice((1, 1, 2, 2, 3, 4))))
            yield sector, pool.pop(0), size
            left -= size


def _moment(dice: random.Random) -> datetime:
    """Working hours; many at the start, many before free cancellation ends on 3 April."""
    span = (LAST - OPENED).days
    wave = dice.choices((0, 1, 2), weights=(3, 5, 2))[0]
    share = (dice.betavariate(1, 3), dice.betavariate(8, 4), dice.random())[wave]
    on = OPENED + timedelta(days=round(share * span))
    on += timedelta(days=(7 - on.weekday()) if on.weekday() > 4 else 0)
    on = min(on, LAST)
    return datetime.combine(on, time(9, 5), ZONE) + timedelta(
        minutes=dice.randrange(8 * 60), seconds=dice.randrange(60)
    )


def _payday(dice: random.Random, placed_at: datetime) -> date | None:
    on = placed_at.date() + timedelta(days=dice.randint(3, 18))
    return on if on <= LAST and dice.random() < 0.86 else None
