"""The series with its earlier editions, and the reference edition with days, rooms, themes and rules."""

from datetime import date, time
from typing import Any

from werkstatt.foundation.events.actions import save_legal_text
from werkstatt.foundation.events.choices import Channel, EditionState
from werkstatt.foundation.events.legal import LANGUAGES, default_text
from werkstatt.foundation.events.models import (
    CancellationTerm,
    Day,
    DayChannel,
    Edition,
    HouseRule,
    Room,
    Series,
    Theme,
    Venue,
)
from werkstatt.surfaces.demo.loading.facts import moment

HOURS = {"starts": time(9, 30), "ends": time(17, 0)}


def load_editions(data: dict[str, Any]) -> Edition:
    series = Series.objects.create(**data["series"])
    themes = [
        Theme.objects.create(series=series, position=position, hue=position % 8, **theme)
        for position, theme in enumerate(data["themes"])
    ]
    for earlier in data["earlier"]:
        _load_earlier(series, earlier)
    values = dict(data["edition"])
    for name in ("registration_opens_at", "registration_closes_at"):
        values[name] = moment(values[name])
    edition = Edition.objects.create(
        series=series, venue=Venue.objects.create(**data["venue"]), state=EditionState.PUBLIC, **values
    )
    edition.themes.set(themes)
    _load_days(edition, data)
    _load_rules(edition, data)
    _keep_legal_texts(edition)
    return edition


def _keep_legal_texts(edition: Edition) -> None:
    """The demo's host took the model texts as its own when registration opened."""
    now = edition.registration_opens_at
    assert now is not None
    for kind in ("imprint", "privacy", "accessibility", "terms"):
        for language in LANGUAGES:
            body = default_text(kind=kind, language=language, edition=edition, today=now.date())
            save_legal_text(edition=edition, kind=kind, language=language, body=body, by=None, now=now)


def _load_earlier(series: Series, data: dict[str, Any]) -> None:
    venue = Venue.objects.create(name=data["venue"], city=data["city"])
    edition = Edition.objects.create(
        series=series,
        venue=venue,
        state=EditionState.ARCHIVED,
        **{name: data[name] for name in ("slug", "title", "motto", "summary", "summary_en")},
    )
    Day.objects.bulk_create(Day(edition=edition, on=date.fromisoformat(on), **HOURS) for on in data["days"])


def _load_days(edition: Edition, data: dict[str, Any]) -> None:
    for row in data["days"]:
        day = Day.objects.create(
            edition=edition,
            on=date.fromisoformat(row["on"]),
            starts=time.fromisoformat(row["starts"]),
            ends=time.fromisoformat(row["ends"]),
        )
        for channel in Channel:
            DayChannel.objects.create(
                day=day,
                channel=channel,
                price_cents=data["prices_cents"][channel],
                capacity=data["capacity"][channel],
            )
    for position, room in enumerate(data["rooms"]):
        Room.objects.create(edition=edition, position=position, **room)


def _load_rules(edition: Edition, data: dict[str, Any]) -> None:
    CancellationTerm.objects.bulk_create(CancellationTerm(edition=edition, **term) for term in data["terms"])
    for rule in data["house_rules"]:
        until = rule.pop("valid_until", None)
        HouseRule.objects.create(
            edition=edition,
            title=rule["title"],
            text=rule["text"],
            valid_from=date.fromisoformat(rule["valid_from"]),
            valid_until=date.fromisoformat(until) if until else None,
        )
