"""Votes, many in one transaction: each voice counts once a poll, the last ballot stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from psycopg.types.json import Jsonb

from werkstatt.rooms.stage.actions import drawing
from werkstatt.rooms.stage.models import Poll, Voice
from werkstatt.rooms.stage.permissions import why_not_vote
from werkstatt.rooms.stage.poll_queries import rules_of
from werkstatt.rooms.stage.refusals import POLL_IS_GONE, Words, sentence
from werkstatt.rooms.stage.tallies.ballots import BallotIsInvalid, read_ballot
from werkstatt.services.live.fragments import owned

_SHARED = "SELECT * FROM stage_poll WHERE id = ANY(%s) ORDER BY id FOR SHARE"
_UPSERT = """
INSERT INTO stage_ballot (stage_id, poll_id, voice_id, channel, value, cast_at)
SELECT *, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::jsonb[])
ON CONFLICT (poll_id, voice_id) DO UPDATE
SET value = EXCLUDED.value, channel = EXCLUDED.channel, changed_at = EXCLUDED.cast_at
RETURNING poll_id, voice_id, xmax = 0
"""


@dataclass(frozen=True)
class Vote:
    """What a voice sent for a poll: the fields of its form."""

    voice: Voice
    poll: int
    data: Mapping[str, Any]


def cast_votes(*, votes: Sequence[Vote], now: datetime) -> list[Words]:
    """Count the votes; for each an empty text, or the sentence why it was not counted.

    The polls are locked for sharing: they cannot close in between, and nobody who votes waits for another.
    """
    with transaction.atomic():
        polls = _polls({vote.poll for vote in votes})
        answers: list[Words] = []
        kept: dict[tuple[int, int], tuple[Any, ...]] = {}
        for vote in votes:
            refusal, value = _read(vote, polls.get(vote.poll))
            answers.append(refusal)
            if not refusal:
                voice = vote.voice
                kept[vote.poll, voice.pk] = (voice.stage_id, vote.poll, voice.pk, voice.channel, Jsonb(value))
        if kept:
            first = _write([kept[key] for key in sorted(kept)], now)
            listeners = {vote.voice.pk: vote.voice.listener for vote in votes}
            owned([(listeners[voice], f"voted-{poll}", True) for poll, voice in first], now=now)
            for key in {poll for poll, _voice in kept}:
                drawing.draw_soon(key)
    return answers


def _polls(keys: set[int]) -> dict[int, Poll]:
    polls = list(Poll.objects.raw(_SHARED, [sorted(keys)]))
    prefetch_related_objects(polls, "options")
    return {poll.pk: poll for poll in polls}


def _read(vote: Vote, poll: Poll | None) -> tuple[Words, dict[str, Any]]:
    """Why not, and the value to keep."""
    if poll is None or poll.stage_id != vote.voice.stage_id:
        return POLL_IS_GONE, {}
    if refusal := why_not_vote(vote.voice, poll):
        return refusal, {}
    try:
        return "", read_ballot(rules_of(poll), vote.data)
    except BallotIsInvalid as problem:
        return sentence(problem), {}


def _write(rows: list[tuple[Any, ...]], now: datetime) -> list[tuple[int, int]]:
    """Polls and voices of those who had not voted before."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [now, *(list(column) for column in zip(*rows, strict=True))])
        return [(poll, voice) for poll, voice, is_first in cursor.fetchall() if is_first]
