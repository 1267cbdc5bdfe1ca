"""The style sheet that sets cards into the timetable's grid: one class per line, because inline styles are forbidden."""

ROWS, COLUMNS, UNITS, TENTHS = 140, 40, 36, 10


def grid_styles(frame: str) -> str:
    """The frame written by hand, then the classes for rows, columns, heights and tenths."""
    rules = [frame.rstrip()]
    rules += [f".tt--{n}{{grid-template-columns:var(--axis) repeat({n},minmax(0,1fr))}}" for n in range(1, COLUMNS)]
    rules += [f".r{n}{{grid-row-start:{n}}}.e{n}{{grid-row-end:{n}}}" for n in range(1, ROWS)]
    rules += [f".c{n}{{grid-column-start:{n}}}.d{n}{{grid-column-end:{n}}}" for n in range(2, COLUMNS + 2)]
    rules += [f".h{n}{{min-height:calc({n}*var(--unit))}}" for n in range(2, UNITS + 1)]
    rules += [f".t{n}{{top:{n * 10}%}}" for n in range(TENTHS)]
    return "\n".join(rules) + "\n"
