"""Applause and other signs of a moment: counted for everybody at once, kept per minute, never with a name."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from werkstatt.rooms.stage.models import Stage, Voice
from werkstatt.services.live import actions as live

TALLY = "reaction"


@transaction.atomic
def react(signs: Sequence[tuple[Voice, str]], *, now: datetime) -> None:
    """Count these reactions of voices, in a few queries however many they are."""
    minute = now.replace(second=0, microsecond=0)
    counted = Counter((voice.stage_id, kind, voice.channel) for voice, kind in signs)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO stage_reactioncount (stage_id, kind, channel, minute, count) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (stage_id, kind, channel, minute)"
            " DO UPDATE SET count = stage_reactioncount.count + excluded.count",
            [[*key, minute, count] for key, count in sorted(counted.items())],
        )
    for pk in sorted({key[0] for key in counted}):
        kinds: Counter[str] = Counter()
        for (stage, kind, _channel), count in counted.items():
            kinds[kind] += count if stage == pk else 0
        live.tally(Stage(pk=pk).topic, TALLY, dict(+kinds))
