"""Named reads of the log."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max

from werkstatt.services.live.cursor import START, Cursor
from werkstatt.services.live.models import Event, Revocation, Topic


def cursors_of(topics: Sequence[str]) -> dict[str, Cursor]:
    """Where these topics stand now; topics nobody has spoken in stand at the start."""
    known = Topic.objects.filter(name__in=topics).values_list("name", "epoch", "seq")
    return {**dict.fromkeys(topics, START), **{name: Cursor(epoch, seq) for name, epoch, seq in known}}


def newest_revocation() -> int:
    """The number of the newest revocation; 0 before the first."""
    return Revocation.objects.aggregate(newest=Max("pk"))["newest"] or 0


def events_heard(topic: str, *, after: int = 0, language: str = settings.LANGUAGE_CODE) -> list[dict[str, Any]]:
    """The events of a topic as a listener of this language receives them, in order. For tests and for the record."""
    found = Event.objects.filter(topic__name=topic, seq__gt=after).order_by("seq")
    return [
        {"t": topic, "s": event.seq, "k": event.kind, **event.payload, **event.words.get(language, {})}
        for event in found
    ]
