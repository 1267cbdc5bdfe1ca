"""The cancellation terms of an edition, day by day, with dates instead of arithmetic."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from werkstatt.foundation.events.models import CancellationTerm, Day, Edition
from werkstatt.foundation.events.terms import fee_percent_on, steps


@dataclass(frozen=True)
class Stretch:
    """Until `until` (inclusive) cancelling keeps `fee_percent`; None: up to the day itself."""

    until: date | None
    fee_percent: int


@dataclass(frozen=True)
class DayTerms:
    day: Day
    stretches: list[Stretch]
    fee_percent_today: int


def in_words(edition: Edition, now: datetime) -> list[DayTerms]:
    """For every day of the edition the stretches that are still to come."""
    terms = list(CancellationTerm.objects.filter(edition=edition))
    today = now.astimezone(edition.zone).date()
    return [
        DayTerms(day, _stretches(terms, day.on, today), fee_percent_on(terms, day.on, today))
        for day in edition.days.all()
    ]


def _stretches(terms: list[CancellationTerm], on: date, today: date) -> list[Stretch]:
    found = [
        Stretch(until=on - timedelta(days=step.last) if step.last else None, fee_percent=step.fee_percent)
        for step in steps(terms)
    ]
    return [each for each in found if each.until is None or each.until >= today]
