"""Several runs become one: the median of every figure, but the worst of whatever must never happen."""

from statistics import median
from typing import Any

FAULTS = frozenset({"lost", "gaps", "repeats", "refreshes", "failures", "incomplete", "behind", "not_counted"})


def medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: _one(name, [run[name] for run in runs if name in run]) for name in runs[0]}


def _one(name: str, values: list[Any]) -> Any:
    if isinstance(values[0], dict):
        return medians(values)
    if name in FAULTS:
        return max(values, key=abs)
    if isinstance(values[0], int | float) and not isinstance(values[0], bool):
        return round(median(values), 3)
    return values[0]
