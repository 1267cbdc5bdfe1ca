"""Charts for paper: the same drawing as on the page, with its colours in it, for `image(bytes(…))` in a document."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from werkstatt.foundation.look.charts.chart import Chart

INK, QUIET, HAIR = "#1e1b19", "#5d5853", "#c9c5c1"
COLOURS = {"on_site": "#1c4aa5", "online": "#8a1260"}
DASHES = {"online": "9 5"}  # told apart without colour, too
FONT = "Fira Sans"


def lines_svg(chart: Chart) -> str:
    """A chart of lines (`over_time`, `by_minute`) as a picture that needs no style sheet; empty for any other."""
    if chart.kind != "lines":
        return ""
    d = chart.drawing
    parts = [
        _each('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="1"/>',
            ((d["left"], d["right"], step["y"], step["y"], HAIR) for step in d["steps"])),
        _each('<text x="{}" y="{}" text-anchor="end" fill="{}">{}</text>',
            ((d["left"] - 8, float(step["y"]) + 4.5, QUIET, step["text"]) for step in d["steps"])),
        _each('<text x="{}" y="{}" text-anchor="middle" fill="{}">{}</text>',
            ((mark["x"], d["base"] + 24, QUIET, mark["text"]) for mark in d["marks"])),
        _each('<path d="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linejoin="round" stroke-dasharray="{}"/>',
            ((line["line"], _colour(line), DASHES.get(line["name"], "none")) for line in d["lines"])),
        _each('<circle cx="{}" cy="{}" r="4" fill="{}"/>',
            ((line["end_x"], line["end_y"], _colour(line)) for line in d["lines"])),
        _each('<text x="{}" y="{}" font-weight="600" fill="{}">{}</text>',
            ((d["right"] + 12, line["label_y"], _colour(line), line["label"]) for line in d["lines"])),
    ]  # fmt: skip
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="{}" font-size="15">{}</svg>',
        d["width"], d["height"], FONT, SafeString("".join(parts)),
    )  # fmt: skip


def _each(template: str, values: object) -> str:
    return format_html_join("", template, values)  # type: ignore[arg-type]  # generators of tuples


def _colour(line: dict[str, str]) -> str:
    return COLOURS.get(line["name"], INK)
