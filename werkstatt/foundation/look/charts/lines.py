"""Lines over days: how something grew, by channel or any other series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from werkstatt.foundation.look import moments, signs
from werkstatt.foundation.look.charts.chart import Chart, Figures, coordinate
from werkstatt.foundation.look.charts.scale import day_marks, round_steps, spread

WIDTH, HEIGHT = 560, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 128, 14, 34
LABEL_GAP = 22


@dataclass(frozen=True)
class Series:
    """One line. `name` is `on_site`, `online` (drawn as the channel) or anything else."""

    name: str
    label: Any
    points: Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Frame:
    first: date
    days: int
    highest: int

    def x(self, on: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((on - self.first).days / self.days if self.days else 0.5)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.highest)


def over_time(*, title: Any, says: Any, series: Sequence[Series], url: str = "") -> Chart:
    """Lines with a direct label at the end of each; the table has one line per day that changed anything."""
    days = sorted({on for each in series for on, _value in each.points})
    if not days:
        return Chart(kind="nothing", title=title, says=says, url=url)
    steps = round_steps(max(value for each in series for _on, value in each.points))
    frame = Frame(first=days[0], days=(days[-1] - days[0]).days, highest=steps[-1])
    ends = spread([frame.y(each.points[-1][1]) for each in series if each.points], LABEL_GAP, TOP, HEIGHT - BOTTOM)
    drawn = [_draw(each, frame, end) for each, end in zip((each for each in series if each.points), ends, strict=True)]
    return Chart(kind="lines", title=title, says=says, url=url, figures=_figures(series, days), drawing={
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "base": HEIGHT - BOTTOM, "lines": drawn,
        "steps": [{"y": coordinate(frame.y(step)), "text": signs.number(step)} for step in steps],
        "marks": _marks(frame, days),
    })  # fmt: skip


def _draw(each: Series, frame: Frame, end: float) -> dict[str, Any]:
    spots = [(coordinate(frame.x(on)), coordinate(frame.y(value))) for on, value in each.points]
    line = "M" + "L".join(f"{x} {y}" for x, y in spots)
    base = coordinate(frame.y(0))
    return {
        "name": each.name,
        "label": f"{each.label} {signs.number(each.points[-1][1])}",
        "line": line,
        "area": f"{line}V{base}H{spots[0][0]}Z",
        "end_x": spots[-1][0],
        "end_y": spots[-1][1],
        "label_y": coordinate(end + 5),
    }


def _marks(frame: Frame, days: Sequence[date]) -> list[dict[str, str]]:
    marks = day_marks(days[0], days[-1], most=4)
    month = moments.MONTHS["en" if signs.language() == "en" else "de"]
    dot = "" if signs.language() == "en" else "."
    return [{"x": coordinate(frame.x(on)), "text": f"{on.day}{dot} {month[on.month - 1][:3]}"} for on in marks]


def _figures(series: Sequence[Series], days: Sequence[date]) -> Figures:
    known: list[dict[date, int]] = [dict(each.points) for each in series]
    last = [0] * len(series)
    lines: list[list[str]] = []
    for on in days:
        last = [values.get(on, before) for values, before in zip(known, last, strict=True)]
        lines.append([signs.short_day(on), *(signs.number(value) for value in last)])
    return Figures(heads=[_("Tag"), *(each.label for each in series)], lines=lines)
