"""Lines over time: how something grew over days, or how many there were minute by minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from werkstatt.foundation.look import moments, signs
from werkstatt.foundation.look.charts.chart import Chart, Figures, coordinate
from werkstatt.foundation.look.charts.scale import day_marks, minute_marks, round_steps, spread

WIDTH, HEIGHT = 560, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 128, 14, 34
LABEL_GAP = 22


@dataclass(frozen=True)
class Series:
    """One line. `name` is `on_site`, `online` (drawn as the channel) or anything else. Points are days or moments."""

    name: str
    label: Any
    points: Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Frame:
    """Where a day or a moment, and a value, stand on the drawing."""

    first: date
    last: date
    steps: Sequence[int]

    def x(self, on: date) -> float:
        whole = self.last - self.first
        return LEFT + (WIDTH - LEFT - RIGHT) * ((on - self.first) / whole if whole else 0.5)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.steps[-1])


def over_time(*, title: Any, says: Any, series: Sequence[Series], url: str = "") -> Chart:
    """Lines with a direct label at the end of each; the table has one line per day that changed anything."""
    days = sorted({on for each in series for on, _value in each.points})
    if not days:
        return Chart(kind="nothing", title=title, says=says, url=url)
    frame = _frame(series, days)
    labels = [f"{each.label} {signs.number(each.points[-1][1])}" for each in series if each.points]
    drawing = _drawing(series, frame, labels, _marks(frame, days))
    return Chart(kind="lines", title=title, says=says, url=url, figures=_figures(series, days), drawing=drawing)


def by_minute(*, title: Any, says: Any, series: Sequence[Series], every: timedelta = timedelta(minutes=5)) -> Chart:
    """Lines over moments of one day, each labelled with its highest value; the table has a line every five minutes."""
    known = sorted({at for each in series for at, _value in each.points if isinstance(at, datetime)})
    if not known:
        return Chart(kind="nothing", title=title, says=says)
    frame = _frame(series, known)
    labels = [
        _("%(label)s bis %(number)s") % {"label": each.label, "number": signs.number(max(v for _at, v in each.points))}
        for each in series
        if each.points
    ]
    round_times = minute_marks(known[0], known[-1])
    marks = [{"x": coordinate(frame.x(at)), "text": f"{signs.local(at):%H:%M}"} for at in round_times]
    figures = _figures_by_minute(series, known, every)
    return Chart(kind="lines", title=title, says=says, figures=figures, drawing=_drawing(series, frame, labels, marks))


def _frame(series: Sequence[Series], known: Sequence[date]) -> Frame:
    return Frame(known[0], known[-1], round_steps(max(value for each in series for _on, value in each.points)))


def _drawing(
    series: Sequence[Series], frame: Frame, labels: Sequence[str], marks: Sequence[dict[str, str]]
) -> dict[str, Any]:
    shown = [each for each in series if each.points]
    ends = spread([frame.y(each.points[-1][1]) for each in shown], LABEL_GAP, TOP, HEIGHT - BOTTOM)
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "base": HEIGHT - BOTTOM,
        "lines": [_draw(*line, frame) for line in zip(shown, labels, ends, strict=True)],
        "steps": [{"y": coordinate(frame.y(step)), "text": signs.number(step)} for step in frame.steps],
        "marks": marks,
    }  # fmt: skip


def _draw(each: Series, label: str, end: float, frame: Frame) -> dict[str, Any]:
    spots = [(coordinate(frame.x(on)), coordinate(frame.y(value))) for on, value in each.points]
    line = "M" + "L".join(f"{x} {y}" for x, y in spots)
    base = coordinate(frame.y(0))
    return {
        "name": each.name,
        "label": label,
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
    return [
        {
            "x": coordinate(frame.x(on)),
            "text": f"{on.day}{dot} {month[on.month - 1][:3]}",
            "anchor": "start" if on == marks[0] != marks[-1] else "middle",
        }
        for on in marks
    ]


def _figures(series: Sequence[Series], days: Sequence[date]) -> Figures:
    known: list[dict[date, int]] = [dict(each.points) for each in series]
    last = [0] * len(series)
    lines: list[list[str]] = []
    for on in days:
        last = [values.get(on, before) for values, before in zip(known, last, strict=True)]
        lines.append([signs.short_day(on), *(signs.number(value) for value in last)])
    return Figures(heads=[_("Tag"), *(each.label for each in series)], lines=lines)


def _figures_by_minute(series: Sequence[Series], known: Sequence[datetime], every: timedelta) -> Figures:
    values: list[dict[date, int]] = [dict(each.points) for each in series]
    shown = [at for at in known if at.timestamp() % every.total_seconds() == 0] or known
    lines = [[signs.clock(at), *(signs.number(each.get(at, 0)) for each in values)] for at in shown]
    return Figures(heads=[_("Uhrzeit"), *(each.label for each in series)], lines=lines)
