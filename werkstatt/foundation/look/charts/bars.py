"""Horizontal bars. The chart is a table with bars in it, so it reads well without seeing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts.chart import Chart, coordinate


@dataclass(frozen=True)
class Part:
    """A stretch of a bar; `name` is `on_site`, `online`, `accent` or `plain`."""

    name: str
    value: float


@dataclass(frozen=True)
class Bar:
    label: Any
    parts: Sequence[Part]
    url: str = ""
    text: str = ""

    @property
    def value(self) -> float:
        return sum(part.value for part in self.parts)


def bars(*, title: Any, says: Any, rows: Sequence[Bar], heads: tuple[Any, Any], url: str = "") -> Chart:
    """One bar per row, longest = full width; `heads` names the two columns, for instance (Gruppe, Personen)."""
    if not rows:
        return Chart(kind="nothing", title=title, says=says, url=url)
    highest = max(row.value for row in rows) or 1
    drawn = [
        {
            "label": row.label,
            "url": row.url,
            "text": row.text or signs.number(row.value),
            "spoken": ", ".join(f"{signs.channel_word(part.name)} {signs.number(part.value)}" for part in row.parts)
            if len(row.parts) > 1
            else "",
            "stretches": stretches([(part.name, part.value) for part in row.parts], highest),
        }
        for row in rows
    ]
    channels = [name for name in ("on_site", "online") if any(p.name == name for row in rows for p in row.parts)]
    return Chart(
        kind="bars", title=title, says=says, url=url, drawing={"rows": drawn, "heads": heads, "channels": channels}
    )


def stretches(parts: Sequence[tuple[str, float]], whole: float) -> list[dict[str, str]]:
    """Parts of a bar as percentages of its full width, one after another."""
    placed, start = [], 0.0
    for name, value in parts:
        if value > 0:
            width = min(100 * value / whole, 100 - start)
            placed.append({"name": name, "x": coordinate(start), "width": f"{width:.2f}"})
            start += width
    return placed
