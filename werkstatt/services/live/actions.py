"""What rooms tell their listeners. Everything here belongs into the caller's transaction: nobody hears of what fails."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from werkstatt.services.live import bus
from werkstatt.services.live.models import Revocation
from werkstatt.services.live.signals import Moved, Revoked, Tallied
from werkstatt.services.live.words import parted

REVOKING = 7_106_315  # the advisory lock that lets revocations commit in the order of their numbers
_APPEND = """
WITH topic AS (
    INSERT INTO live_topic (name, epoch, seq) VALUES (%s, %s, 1)
    ON CONFLICT (name) DO UPDATE SET seq = live_topic.seq + 1 RETURNING id, seq
)
INSERT INTO live_event (topic_id, seq, kind, key, payload, words, at)
SELECT id, seq, %s, %s, %s::jsonb, %s::jsonb, %s FROM topic RETURNING seq
"""

_APPEND_EACH = """
WITH said AS (
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[]) AS said (name, epoch, key, payload)
), topic AS (
    INSERT INTO live_topic (name, epoch, seq) SELECT name, epoch, 1 FROM said ORDER BY name
    ON CONFLICT (name) DO UPDATE SET seq = live_topic.seq + 1 RETURNING id, name, seq
), written AS (
    INSERT INTO live_event (topic_id, seq, kind, key, payload, words, at)
    SELECT id, seq, %s, key, payload::jsonb, '{}', %s FROM topic JOIN said USING (name)
)
SELECT name, seq FROM topic
"""


def announce(topic: str, kind: str, payload: Mapping[str, Any], *, key: str = "", now: datetime) -> int:
    """Write an event into the topic; its number there. Listeners learn of it on commit, in this order, once.

    Call it last in an action: it holds the topic's row until the commit. Several topics: in the order of their names.
    A later event with the same `key` supersedes earlier ones: whoever has not heard those yet never will. Values that
    are lazy translations or `ByLanguage` reach each listener in her language.
    """
    shared, own = parted(payload)
    values: list[Any] = [topic, secrets.randbits(40), kind, key, _json(shared), _json(own), now]
    with _whole(), connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        (seq,) = cursor.fetchone()
        bus.publish(Moved(topic, seq))
    return int(seq)


def announce_each(kind: str, said: Mapping[str, tuple[str, Mapping[str, Any]]], *, now: datetime) -> None:
    """One event in each of many topics, in two statements however many: per topic its key and payload (without words)."""
    if not said:
        return
    rows = [(topic, secrets.randbits(40), key, _json(payload)) for topic, (key, payload) in sorted(said.items())]
    with _whole(), connection.cursor() as cursor:
        cursor.execute(_APPEND_EACH, [*(list(column) for column in zip(*rows, strict=True)), kind, now])
        bus.publish(*(Moved(topic, seq) for topic, seq in cursor.fetchall()))


def tally(topic: str, kind: str, counts: Mapping[str, int]) -> None:
    """Count something that nobody must find again: reactions, applause. Summed per tick over all processes."""
    with _whole():
        bus.publish(Tallied(topic, kind, dict(counts)))


def revoke(listener: str, topic_prefix: str, *, now: datetime) -> None:
    """End the listener's streams on topics that begin so; tickets made before are refused."""
    with _whole(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REVOKING])
        row = Revocation.objects.create(listener=listener, topic_prefix=topic_prefix, at=now)
        bus.publish(Revoked(row.pk, listener, topic_prefix))


def retract(topic: str, *, key: str, now: datetime) -> int:
    """Whoever comes later, or comes back, does not hear any more what was told under this key."""
    return announce(topic, "void", {}, key=key, now=now)


def _whole() -> transaction.Atomic:
    """All or nothing together with the action around it, without savepoints of its own: thousands of votes pay for each."""
    return transaction.atomic(savepoint=False)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
