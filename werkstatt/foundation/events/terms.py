"""Cancellation terms: which share of the price is kept, counted in whole days before the day booked. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Term(Protocol):
    """From `days_before` days before the day on, cancelling keeps `fee_percent` of the price."""

    @property
    def days_before(self) -> int: ...
    @property
    def fee_percent(self) -> int: ...


@dataclass(frozen=True)
class Step:
    """A stretch of days with one fee: from `first` to `last` days before (None: open end; last 0: the day itself)."""

    first: int | None
    last: int
    fee_percent: int


def fee_percent_on(terms: Iterable[Term], day_on: date, today: date) -> int:
    """The percentage kept when `day_on` is cancelled `today`; 0 before the first term, the last term's after the day."""
    remaining = (day_on - today).days
    reached = [term for term in terms if remaining <= term.days_before]
    return min(reached, key=lambda term: term.days_before).fee_percent if reached else 0


def fee_cents_on(terms: Iterable[Term], price_cents: int, day_on: date, today: date) -> int:
    """The fee in cents, rounded down in favour of the person who cancels."""
    return price_cents * fee_percent_on(terms, day_on, today) // 100


def steps(terms: Iterable[Term]) -> list[Step]:
    """The terms as stretches that a sentence can say, from far to near; equal neighbours are one."""
    ordered = sorted(terms, key=lambda term: -term.days_before)
    bounds: list[tuple[int | None, int]] = [(None, 0), *((term.days_before, term.fee_percent) for term in ordered)]
    found: list[Step] = []
    for number, (first, fee) in enumerate(bounds):
        following = bounds[number + 1][0] if number + 1 < len(bounds) else None
        last = following + 1 if following is not None else 0
        if found and found[-1].fee_percent == fee:
            found[-1] = Step(found[-1].first, last, fee)
        else:
            found.append(Step(first, last, fee))
    return found
