"""Whether one can register now, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from werkstatt.foundation.events.choices import EditionState, Phase
from werkstatt.foundation.events.models import Day, Edition
from werkstatt.foundation.events.queries import phase_at


@dataclass(frozen=True)
class Registering:
    """`state`: open, later (not yet), closed (no more), full, or over (the event is past)."""

    state: str
    url: str

    @property
    def is_open(self) -> bool:
        return self.state == "open"


def registering_at(edition: Edition, days: list[Day], now: datetime) -> Registering:
    return Registering(_state(edition, days, now), _address(edition))


def _state(edition: Edition, days: list[Day], now: datetime) -> str:
    if phase_at(days, now) == Phase.AFTER or edition.state == EditionState.ARCHIVED:
        return "over"
    if edition.registration_opens_at and now < edition.registration_opens_at:
        return "later"
    if edition.registration_closes_at and now >= edition.registration_closes_at:
        return "closed"
    channels = [channel for day in days for channel in day.channels.all() if day.ends_at > now]
    if not channels or not any(channel.is_open for channel in channels):
        return "closed"
    return "open" if any(channel.is_open and channel.left > 0 for channel in channels) else "full"


def _address(edition: Edition) -> str:
    return reverse("registration:begin", args=[edition.slug])
