"""A day of the programme as a plain table: moments down, rooms across, sessions over as many rows as they last."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from werkstatt.foundation.events.models import Room
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.timetable import Cell, Item, lay_out


@dataclass(frozen=True)
class GridCell:
    """`session` None: nothing is there, for this many rows and columns."""

    session: Session | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class GridRow:
    at: datetime
    cells: list[GridCell] = field(default_factory=list)


@dataclass(frozen=True)
class Heading:
    room: Room | None
    columns: int


@dataclass(frozen=True)
class Grid:
    headings: list[Heading]
    rows: list[GridRow]


def day_grid(sessions: Sequence[Session]) -> Grid:
    """The sessions of one day, each under its hall room and under its online room."""
    rooms: dict[int, Room] = {}
    items: list[Item[Session, int]] = []
    for session in sessions:
        here = [room for room in (session.hall_room, session.online_room) if room]
        rooms |= {room.pk: room for room in here}
        keys: list[int | None] = [room.pk for room in here] or [None]
        items += [Item(session, key, session.starts_at, session.ends_at) for key in keys]
    order = sorted(rooms.values(), key=lambda room: (room.channel != "on_site", room.position, room.name))
    board = lay_out(items, [room.pk for room in order])
    headings = [
        Heading(rooms[column.room] if column.room is not None else None, column.end - column.line)
        for column in board.columns
    ]
    lines = [column for one in board.columns for column in range(one.line, one.end)]
    rows = [GridRow(row.at, list(_cells(row.line, lines, board.cells))) for row in board.rows]
    return Grid(headings, rows)


def _cells(line: int, columns: Sequence[int], cells: Sequence[Cell[Session]]) -> list[GridCell]:
    """The cells that begin in this row; columns covered from above are left out."""
    found, column = [], columns[0] if columns else 0
    while columns and column <= columns[-1]:
        cell = next((c for c in cells if c.column <= column < c.column_end and c.row <= line < c.row_end), None)
        if cell is None:
            found.append(GridCell(None))
            column += 1
        else:
            if cell.row == line:
                found.append(GridCell(cell.what, cell.row_end - cell.row, cell.column_end - cell.column))
            column = cell.column_end
    return found
