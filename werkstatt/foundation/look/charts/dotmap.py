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
LABELS, LETTER, LINE = 5, 9.5, 22  # how many names; width of a letter and height of a line on a phone
SMALLEST, LARGEST, OF_ONE = 3.5, 19.0, 4.5  # radii; small numbers stay small


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
    radius = max(SMALLEST, min(OF_ONE, LARGEST / sqrt(highest)) * sqrt(dot.value))
    return {
        "x": coordinate(x), "y": coordinate(y), "r": coordinate(radius), "channel": dot.channel,
        "title": f"{dot.label}: {signs.number(dot.value)}", "url": dot.url,
    }  # fmt: skip


def _labels(dots: Sequence[Dot], circles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names of the largest dots, at the emptier side of each, where no other name stands already."""
    spots = [tuple(float(circle[key]) for key in "xyr") for circle in circles]
    placed: list[tuple[float, float, float]] = []
    labels: list[dict[str, Any]] = []
    for dot, (x, y, r) in zip(dots, spots, strict=True):
        text = f"{dot.label} {signs.number(dot.value)}"
        width = LETTER * len(text)
        sides = [(x + r + 5, "start", x + r + 5), (x - r - 5 - width, "end", x - r - 5)]
        free = [
            side for side in sides if side[0] > 0 and side[0] + width < WIDTH and not _covers(side[0], width, y, placed)
        ]
        free.sort(key=lambda side: _crowd(side[0], width, y, spots))
        if not free or (labels and _crowd(free[0][0], width, y, spots) > 1):
            continue
        start, anchor, at = free[0]
        placed.append((start, start + width, y))
        labels.append({"x": coordinate(at), "y": coordinate(y + 5), "text": text, "anchor": anchor})
        if len(labels) == LABELS:
            break
    return labels


def _covers(start: float, width: float, y: float, placed: Sequence[tuple[float, float, float]]) -> bool:
    return any(abs(y - other_y) < LINE and start < end and begin < start + width for begin, end, other_y in placed)


def _crowd(start: float, width: float, y: float, spots: Sequence[tuple[float, ...]]) -> int:
    """How many dots the name would lie upon."""
    return sum(1 for x, at, r in spots if start - r < x < start + width + r and abs(y - at) < LINE / 2 + r)
