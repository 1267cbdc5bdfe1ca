"""One day of one channel as the page shows it: hours with cards, columns with rooms, filters, the line of the present."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, Room, Theme
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.slots import FormerSlot, former_slot
from werkstatt.foundation.programme.timetable import Board, Cell, Item, Row, lay_out

UNIT_MINUTES = 5
MOST_UNITS = 36
MOST_HOURS_ON_PAPER = 12
SHORT = timedelta(minutes=40)
COLUMN_REM, AXIS_REM, LIST_BELOW_REM, GRID_ABOVE_REM = 9.125, 9.5, 48.0, 72.0


@dataclass(frozen=True)
class Card:
    """A session in its place; or, with `is_ghost`, the place it was moved away from."""

    session: Session
    room: Room | None
    former: FormerSlot | None = None
    is_ghost: bool = False
    is_starred: bool = False

    @property
    def is_break(self) -> bool:
        return self.session.format == SessionFormat.BREAK

    @property
    def is_both(self) -> bool:
        return self.session.reach == SessionChannel.BOTH

    @property
    def seats(self) -> int | None:
        """Seats are those of the hall; who only watches needs none."""
        is_watched = self.session.is_streamed and self.room is not None and self.room.channel == Channel.ONLINE
        return None if is_watched or self.session.is_cancelled else self.session.seats

    @property
    def speakers(self) -> str:
        return ", ".join(link.speaker.name for link in self.session.cast)

    @property
    def room_now(self) -> str:
        room = self.session.hall_room or self.session.online_room
        return room.name if room else ""

    @property
    def css(self) -> str:
        names = ["slot"]
        if self.session.theme is not None:
            names.append(f"hue-{self.session.theme.hue % 8}")
        if self.is_ghost:
            names.append("slot--ghost")
        elif self.session.is_cancelled:
            names.append("slot--off")
        elif self.is_break:
            names.append("slot--break")
        elif self.session.ends_at - self.session.starts_at < SHORT:
            names.append("slot--short")
        return " ".join(names)


@dataclass(frozen=True)
class Hour:
    """A moment of the axis and the cards that begin at it. `units` is how tall the row must be at least."""

    row: Row
    cells: list[Cell[Card]]
    tenths: int | None

    @property
    def units(self) -> int:
        return min(MOST_UNITS, max(2, -(-self.row.minutes // UNIT_MINUTES)))


@dataclass(frozen=True)
class Choice:
    """One value of a filter and how many sessions of the day have it."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    theme: str = ""
    format: str = ""

    def keeps(self, session: Session) -> bool:
        slug = session.theme.slug if session.theme else ""
        return (not self.theme or slug == self.theme) and (not self.format or session.format == self.format)

    @property
    def number(self) -> int:
        return bool(self.theme) + bool(self.format)

    @property
    def suffix(self) -> str:
        """What an address needs to keep the choice."""
        chosen = {name: value for name, value in (("theme", self.theme), ("format", self.format)) if value}
        return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True)
class Timetable:
    hours: list[Hour]
    board: Board[Card, Room]
    themes: list[Choice]
    formats: list[Choice]
    shown: int
    total: int

    @property
    def last_line(self) -> int:
        return self.hours[-1].row.line + 1 if self.hours else 1

    @property
    def grid_from_rem(self) -> str:
        """From which width on rooms stand side by side; below it the day is a list."""
        wanted = AXIS_REM + COLUMN_REM * self.board.width
        return f"{min(max(wanted, LIST_BELOW_REM), GRID_ABOVE_REM):g}"

    @property
    def is_dense(self) -> bool:
        """So many moments that paper needs smaller type to hold the day on one page."""
        return len(self.hours) > MOST_HOURS_ON_PAPER


@dataclass(frozen=True)
class Look:
    """How one visitor looks at the day: at this moment, with this choice, with these sessions on the plan."""

    now: datetime
    filters: Filters = Filters()
    starred: frozenset[int] = frozenset()


def timetable_of(day: Day, channel: Channel, sessions: list[Session], look: Look) -> Timetable:
    """Lay the day's sessions out. `sessions` are those of this day and channel, unfiltered."""
    filters = look.filters
    kept = [session for session in sessions if filters.keeps(session)]
    rooms = sorted(
        {room for session in kept if session.format != SessionFormat.BREAK and (room := _room(session, channel))},
        key=lambda room: (room.position, room.name),
    )
    items = [_item(session, channel, look) for session in kept]
    items += [ghost for session in kept if (ghost := _ghost(session, channel, day, rooms, items))]
    board = lay_out(items, rooms)
    mark = board.mark(look.now)
    hours = [
        Hour(
            row,
            [cell for cell in board.cells if cell.row == row.line],
            mark[1] if mark and mark[0] == row.line else None,
        )
        for row in board.rows
    ]
    real = [session for session in sessions if session.format != SessionFormat.BREAK]
    shown = sum(session.format != SessionFormat.BREAK for session in kept)
    return Timetable(hours, board, _themes(real, filters), _formats(real, filters), shown, len(real))


def _room(session: Session, channel: Channel) -> Room | None:
    return session.hall_room if channel == Channel.ON_SITE else session.online_room


def _item(session: Session, channel: Channel, look: Look) -> Item[Card, Room]:
    room = _room(session, channel)
    card = Card(session, room, former_slot(session.moved_from), is_starred=session.pk in look.starred)
    return Item(card, None if card.is_break else room, session.starts_at, session.ends_at)


def _ghost(
    session: Session, channel: Channel, day: Day, rooms: list[Room], items: list[Item[Card, Room]]
) -> Item[Card, Room] | None:
    """The first place of a moved session, if it was on this day and nothing else stands there now."""
    former = former_slot(session.moved_from)
    if former is None or localtime(former.starts_at, day.edition.zone).date() != day.on or session.is_cancelled:
        return None
    name = former.hall_room if channel == Channel.ON_SITE else former.online_room
    room = next((room for room in rooms if room.name == name), None)
    if room is None:
        return None
    ghost = Item(Card(session, room, former, is_ghost=True), room, former.starts_at, former.ends_at)
    taken = any(item.room in {room, None} and item.overlaps(ghost) for item in items)
    return None if taken else ghost


def _themes(sessions: Iterable[Session], filters: Filters) -> list[Choice]:
    found: Counter[Theme] = Counter(session.theme for session in sessions if session.theme)
    ordered = sorted(found.items(), key=lambda pair: (pair[0].position, pair[0].title))
    return [Choice(theme.slug, theme.title, number, theme.slug == filters.theme) for theme, number in ordered]


def _formats(sessions: Iterable[Session], filters: Filters) -> list[Choice]:
    found = Counter(session.format for session in sessions)
    kinds = [(kind, found[kind.value]) for kind in SessionFormat if found[kind.value]]
    return [Choice(kind.value, str(kind.label), number, kind.value == filters.format) for kind, number in kinds]


def timetable_url(edition_slug: str, channel: Channel, day: Day) -> str:
    return reverse("website:timetable", args=[edition_slug, channel, day.on])
