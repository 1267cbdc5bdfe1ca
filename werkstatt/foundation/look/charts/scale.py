"""Scales: round steps for an axis, and days on a line."""

from datetime import date, datetime, timedelta
from math import ceil, floor, log10


def round_steps(highest: float, wanted: int = 4) -> list[int]:
    """Round whole numbers from 0 to at least `highest`: `round_steps(163)` -> `[0, 50, 100, 150, 200]`."""
    if highest <= 0:
        return [0, 1]
    rough = highest / wanted
    power = 10 ** floor(log10(rough))
    step = max(1, next(ceil(m * power) for m in (1, 2, 2.5, 5, 10) if m * power >= rough))
    return list(range(0, ceil(highest / step) * step + 1, step))


def day_marks(first: date, last: date, most: int = 5) -> list[date]:
    """Days worth a label: the ends of short spans, the first of months in long ones."""
    length = (last - first).days
    if length <= 0:
        return [first]
    if length < 70:
        parts = min(most - 1, length)
        return [first + timedelta(days=round(length * n / parts)) for n in range(parts + 1)]
    months = [
        date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1)
        for n in range(1, 1000)
        if n < length / 28 + 1
    ]
    inside = [mark for mark in months if mark <= last]
    every = ceil(len(inside) / most)
    return inside[::every]


MINUTE_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 360, 720, 1440)


def minute_marks(first: datetime, last: datetime, most: int = 4) -> list[datetime]:
    """Round times worth a label between two moments, at most `most` + 1."""
    minutes = (last - first).total_seconds() / 60
    step = timedelta(minutes=next((each for each in MINUTE_STEPS if minutes / each <= most), MINUTE_STEPS[-1]))
    begin = first.replace(minute=0, second=0, microsecond=0)
    marks = [begin + n * step for n in range(int((last - begin) / step) + 1)]
    return [mark for mark in marks if mark >= first]


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Positions for labels, moved apart until none is closer than `gap` to the next; the order stays."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    floor_ = low
    for index in order:
        placed[index] = max(wanted[index], floor_)
        floor_ = placed[index] + gap
    ceiling = high
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - gap
    return placed
