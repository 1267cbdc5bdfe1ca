"""The style sheet that sets cards into the timetable's grid: one class per line, because inline styles are forbidden."""

from werkstatt.surfaces.website.timetables import AXIS_REM, COLUMN_REM

ROWS, COLUMNS, UNITS, TENTHS = 140, 24, 36, 10


def grid_styles(frame: str) -> str:
    """The frame written by hand, then the classes for rows, columns, heights and tenths."""
    rules = [frame.rstrip()]
    rules += [
        f".tt--{n}{{grid-template-columns:var(--axis) repeat({n},minmax(var(--column),1fr))}}"
        for n in range(1, COLUMNS)
    ]
    rules += [_scrolling(n) for n in range(1, COLUMNS)]
    rules += [f".r{n}{{grid-row-start:{n}}}.e{n}{{grid-row-end:{n}}}" for n in range(1, ROWS)]
    rules += [f".c{n}{{grid-column-start:{n}}}.d{n}{{grid-column-end:{n}}}" for n in range(2, COLUMNS + 2)]
    rules += [f".h{n}{{min-height:calc({n}*var(--unit))}}" for n in range(2, UNITS + 1)]
    rules += [f".t{n}{{top:{n * 10}%}}" for n in range(TENTHS)]
    return "\n".join(rules) + "\n"


def _scrolling(columns: int) -> str:
    """Where so many columns do not fit, they scroll in a box of their own, room names and times standing still."""
    board = f".tt--{columns}"
    return (
        f"@media screen and (max-width:{AXIS_REM + columns * COLUMN_REM:g}rem){{"
        f"{board}{{overflow:auto;max-height:calc(100vh - var(--bar) - 1rem)}}"
        f"{board}>:is(.tt__room,.tt__corner){{top:0}}"
        f"{board}>:is(.tt__time,.tt__corner){{position:sticky;left:0;z-index:4;"
        "background:var(--kern-color-layout-background-default)}"
        f"{board}>.tt__time{{z-index:2}}{board}>.tt__time::after{{display:none}}}}"
    )
