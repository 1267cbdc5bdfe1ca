"""A day laid out: time runs down, rooms across. Pure arithmetic, any start minute, any length.

Rows are not a raster: one row for every moment at which something begins or ends, so that a card is exactly as tall as
its time (or as its words, if they need more). Columns are rooms; a room gets several lanes only where two items share
its time (a cancelled one and what stands in for it). What has no room, a break, spans all columns that are free then.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R", bound=Hashable)
HEADER_ROWS = 1
AXIS_COLUMNS = 1


@dataclass(frozen=True)
class Item(Generic[T, R]):
    """`what` takes place in `room` (None: everywhere) from `starts_at` until `ends_at`."""

    what: T
    room: R | None
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Item[T, R]") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Row:
    """A moment on the axis: grid line, minutes until the next moment, and whether something begins."""

    line: int
    at: datetime
    minutes: int
    is_start: bool


@dataclass(frozen=True)
class Column(Generic[R]):
    room: R | None
    line: int
    end: int


@dataclass(frozen=True)
class Cell(Generic[T]):
    """Where `what` stands: grid lines, ends exclusive."""

    what: T
    row: int
    row_end: int
    column: int
    column_end: int


@dataclass(frozen=True)
class Board(Generic[T, R]):
    rows: list[Row]
    columns: list[Column[R]]
    cells: list[Cell[T]]

    @property
    def width(self) -> int:
        """How many columns the rooms need in all."""
        return self.columns[-1].end - AXIS_COLUMNS - 1 if self.columns else 0

    def mark(self, now: datetime) -> tuple[int, int] | None:
        """Where the line of the present runs: grid row and tenths of its height. None outside the day's programme."""
        for row in self.rows:
            passed = (now - row.at).total_seconds() / 60
            if 0 <= passed < row.minutes:
                return row.line, int(passed * 10 / row.minutes)
        return None


def lay_out(items: Sequence[Item[T, R]], rooms: Sequence[R]) -> Board[T, R]:
    """Place items under the given rooms (in order; rooms without an item that day get no column)."""
    rows, lines = _axis(items)
    placed = {room: [item for item in items if item.room == room] for room in rooms}
    everywhere = sorted((item for item in items if item.room is None), key=lambda item: item.starts_at)
    used = [room for room in rooms if placed[room]]
    meets = {room for room in used for item in placed[room] if any(item.overlaps(other) for other in everywhere)}
    used.sort(
        key=lambda room: room in meets
    )  # rooms that go on during a break stand at the edge, so breaks span the rest

    columns: list[Column[R]] = []
    cells: list[Cell[T]] = []
    line = AXIS_COLUMNS + 1
    for room in used:
        lanes, depth = _lanes(placed[room])
        columns.append(Column(room, line, line + depth))
        for item, lane, is_alone in lanes:
            first, last = (line, line + depth) if is_alone else (line + lane, line + lane + 1)
            cells.append(Cell(item.what, lines[item.starts_at], lines[item.ends_at], first, last))
        line += depth
    line = _span(everywhere, line, lines, cells)
    if line > (columns[-1].end if columns else AXIS_COLUMNS + 1):
        columns.append(Column(None, columns[-1].end if columns else AXIS_COLUMNS + 1, line))
    return Board(rows, columns, sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _axis(items: Sequence[Item[T, R]]) -> tuple[list[Row], dict[datetime, int]]:
    starts = {item.starts_at for item in items}
    moments = sorted(starts | {item.ends_at for item in items})
    lines = {moment: index for index, moment in enumerate(moments, start=HEADER_ROWS + 1)}
    rows = [
        Row(lines[moment], moment, round((after - moment).total_seconds() / 60), moment in starts)
        for moment, after in pairwise(moments)
    ]
    return rows, lines


def _lanes(items: Sequence[Item[T, R]]) -> tuple[list[tuple[Item[T, R], int, bool]], int]:
    """Each item with its lane and whether it has the room for itself; and how many lanes the room needs."""
    ends: list[datetime] = []
    placed = []
    for item in sorted(items, key=lambda item: (item.starts_at, item.ends_at)):
        lane = next((index for index, end in enumerate(ends) if end <= item.starts_at), len(ends))
        ends[lane : lane + 1] = [item.ends_at]
        placed.append((item, lane))
    shared = {id(item) for item, _ in placed for other, _ in placed if item is not other and item.overlaps(other)}
    return [(item, lane, id(item) not in shared) for item, lane in placed], len(ends)


def _span(everywhere: Sequence[Item[T, R]], line: int, lines: dict[datetime, int], cells: list[Cell[T]]) -> int:
    """Lay the items without a room over the longest run of free columns; a column of their own if none is free."""
    for item in everywhere:
        row, row_end = lines[item.starts_at], lines[item.ends_at]
        beside = [cell for cell in cells if cell.row < row_end and row < cell.row_end]
        taken = {column for cell in beside for column in range(cell.column, cell.column_end)}
        first, last = _longest_run([column for column in range(AXIS_COLUMNS + 1, line) if column not in taken])
        if first == last:
            first, last = line, line + 1
            line = last
        cells.append(Cell(item.what, row, row_end, first, last))
    return line


def _longest_run(columns: Sequence[int]) -> tuple[int, int]:
    best = start = end = 0
    run = (0, 0)
    for column in columns:
        start = start if column == end else column
        end = column + 1
        if end - start > best:
            best, run = end - start, (start, end)
    return run
