"""Baden-Württemberg as dots: where people come from. Our own drawing from the positions of the 1,101 municipalities.

The ground is a static file (`static/look/bw.svg`, made by `assets/ground.py`); dots are projected onto the same frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts.chart import Chart, Figures, coordinate

WEST, EAST, SOUTH, NORTH = 7.40, 10.62, 47.46, 49.86
HEIGHT = 560.0
SCALE = HEIGHT / (NORTH - SOUTH)
WIDTH = (EAST - WEST) * SCALE * cos(radians((SOUTH + NORTH) / 2))
LABELS = 5
SMALLEST, LARGEST = 4.5, 19.0


@dataclass(frozen=True)
class Dot:
    """A place and a number. `channel` draws it as on site or online."""

    label: Any
    latitude: float
    longitude: float
    value: int
    channel: str = ""
    url: str = ""


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the map's frame (plate carrée at the middle latitude, good to a pixel for one country)."""
    return (longitude - WEST) / (EAST - WEST) * WIDTH, (NORTH - latitude) * SCALE


def dot_map(*, title: Any, says: Any, dots: Sequence[Dot], heads: tuple[Any, Any], url: str = "") -> Chart:
    """Circles whose area grows with the number; the largest have their name beside them, all stand in the table."""
    ranked = sorted((dot for dot in dots if dot.value > 0), key=lambda dot: (-dot.value, str(dot.label)))
    inside = [dot for dot in ranked if WEST < dot.longitude < EAST and SOUTH < dot.latitude < NORTH]
    highest = inside[0].value if inside else 1
    circles = [_circle(dot, highest) for dot in inside]
    return Chart(
        kind="map",
        title=title,
        says=says,
        url=url,
        figures=Figures(heads=heads, lines=[[dot.label, signs.number(dot.value)] for dot in ranked]),
        drawing={
            "width": round(WIDTH),
            "height": round(HEIGHT),
            "circles": circles,
            "labels": _labels(inside, circles),
        },
    )


def _circle(dot: Dot, highest: int) -> dict[str, Any]:
    x, y = project(dot.latitude, dot.longitude)
    radius = max(SMALLEST, LARGEST * sqrt(dot.value / highest))
    return {
        "x": coordinate(x), "y": coordinate(y), "r": coordinate(radius), "channel": dot.channel,
        "title": f"{dot.label}: {signs.number(dot.value)}", "url": dot.url,
    }  # fmt: skip


def _labels(dots: Sequence[Dot], circles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names of the largest dots, where no other name stands already."""
    placed: list[tuple[float, float, float]] = []
    labels = []
    for dot, circle in zip(dots, circles, strict=True):
        x, y, r = (float(circle[key]) for key in "xyr")
        text = f"{dot.label} {signs.number(dot.value)}"
        width = 9.5 * len(text)
        leftwards = x + r + width > WIDTH
        start = x - r - 5 - width if leftwards else x + r + 5
        if any(
            abs(y - other_y) < 22 and start < other_end and other_start < start + width
            for other_start, other_end, other_y in placed
        ):
            continue
        placed.append((start, start + width, y))
        labels.append({"x": coordinate(x - r - 5 if leftwards else start), "y": coordinate(y + 5), "text": text, "anchor": "end" if leftwards else "start"})  # fmt: skip
        if len(labels) == LABELS:
            break
    return labels
