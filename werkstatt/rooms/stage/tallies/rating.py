"""Ratings on a scale: how many gave which step, their mean and their median."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Rating:
    """`counts[0]` is how many gave step 1. `mean` and `median` are None before the first vote."""

    voters: int
    counts: tuple[int, ...]
    mean: float | None
    median: float | None


def rating(values: Iterable[int], *, steps: int) -> Rating:
    """Steps 1 to `steps`; anything else is no vote."""
    given = [value for value in values if 1 <= value <= steps]
    counted = Counter(given)
    return Rating(
        voters=len(given),
        counts=tuple(counted[step] for step in range(1, steps + 1)),
        mean=sum(given) / len(given) if given else None,
        median=float(median(given)) if given else None,
    )
