"""Named reads of the log."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.db.models.functions import Now

from werkstatt.services.live.crowd import TTL_SECONDS, together
from werkstatt.services.live.cursor import START, Cursor
from werkstatt.services.live.models import Crowd, Event, Process, Revocation, Topic
from werkstatt.services.live.operations import Operations, ProcessState

_LOG_SIZE = """
SELECT greatest(reltuples, 0)::bigint, pg_total_relation_size(oid) FROM pg_class WHERE oid = 'live_event'::regclass
"""


def cursors_of(topics: Sequence[str]) -> dict[str, Cursor]:
    """Where these topics stand now; topics nobody has spoken in stand at the start."""
    known = Topic.objects.filter(name__in=topics).values_list("name", "epoch", "seq")
    return {**dict.fromkeys(topics, START), **{name: Cursor(epoch, seq) for name, epoch, seq in known}}


def newest_revocation() -> int:
    """The number of the newest revocation; 0 before the first."""
    return Revocation.objects.aggregate(newest=Max("pk"))["newest"] or 0


def listeners_of(topic: str) -> dict[str, int]:
    """How many listen in the hall (`on_site`) and at home (`online`), over all processes; a few seconds old at most."""
    alive = Crowd.objects.filter(topic=topic, seen_at__gt=Now() - timedelta(seconds=TTL_SECONDS))
    return together(None, [{"on_site": crowd.on_site, "online": crowd.online} for crowd in alive])


def events_heard(topic: str, *, after: int = 0, language: str = settings.LANGUAGE_CODE) -> list[dict[str, Any]]:
    """The events of a topic as a listener of this language receives them, in order. For tests and for the record."""
    found = Event.objects.filter(topic__name=topic, seq__gt=after).order_by("seq")
    return [
        {"t": topic, "s": event.seq, "k": event.kind, **event.payload, **event.words.get(language, {})}
        for event in found
    ]


def operations() -> Operations:
    """How the live part fares now; processes that said nothing for ten seconds are gone."""
    alive = Process.objects.filter(seen_at__gt=Now() - timedelta(seconds=TTL_SECONDS))
    with connection.cursor() as cursor:
        cursor.execute(_LOG_SIZE)
        events, size = cursor.fetchone()
    return Operations([ProcessState.of(each) for each in alive], events, size)
