"""Estimates of a number: the median, where the middle half lies, and a picture of how they spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import median, quantiles

LARGEST = 10**12  # beyond it nobody estimates, and floats lose their units


@dataclass(frozen=True)
class Bin:
    """How many estimates lie from `low` up to (not including) `high`; the last bin includes its end."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Estimate:
    """None and no bins before the first vote. The middle half lies between `lower` and `upper` (quartiles)."""

    voters: int
    median: float | None = None
    lower: float | None = None
    upper: float | None = None
    lowest: float | None = None
    highest: float | None = None
    bins: tuple[Bin, ...] = ()


def estimating(values: Iterable[float], *, most_bins: int = 8) -> Estimate:
    given = sorted(value for value in values if -LARGEST <= value <= LARGEST)
    if not given:
        return Estimate(voters=0)
    lower, _middle, upper = quantiles(given, n=4, method="inclusive") if len(given) > 1 else (given[0],) * 3
    return Estimate(
        voters=len(given),
        median=float(median(given)),
        lower=lower,
        upper=upper,
        lowest=given[0],
        highest=given[-1],
        bins=_bins(given, most_bins),
    )


def _bins(given: list[float], most: int) -> tuple[Bin, ...]:
    low, high = given[0], given[-1]
    if low == high:
        return (Bin(low, high, len(given)),)
    width = _round_width((high - low) / most)
    first = floor(low / width)
    edges = [(first + n) * width for n in range(ceil(high / width) - first + 1)]
    counts = [0] * (len(edges) - 1)
    for value in given:
        counts[min(max(floor(value / width) - first, 0), len(counts) - 1)] += 1
    return tuple(Bin(edges[n], edges[n + 1], count) for n, count in enumerate(counts))


def _round_width(rough: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough), 10 * power)
