"""Voting and chatting as a room does it: rows in one statement, then one event for everybody."""

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from werkstatt.services.live.actions import announce
from werkstatt.services.live.hot import Command, Reply, hot_command

OPTIONS = 4
_CAST = """
INSERT INTO bench_vote (voice, choice, at) SELECT unnest(%s::text[]), unnest(%s::int[]), %s
ON CONFLICT (voice) DO UPDATE SET choice = excluded.choice
"""
_TALLY = "SELECT choice, count(*) FROM bench_vote GROUP BY choice"
_WRITE = "INSERT INTO bench_message (voice, words) SELECT unnest(%s::text[]), unnest(%s::text[])"


@hot_command("bench.vote", per_minute=120)
def cast(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    last = {command.listener: int(command.data["choice"]) % OPTIONS for command in commands}
    with connection.cursor() as cursor:
        cursor.execute(_CAST, [list(last), list(last.values()), now])
        cursor.execute(_TALLY)
        counts = {str(choice): count for choice, count in cursor.fetchall()}
    announce(commands[0].topic, "counts", {"counts": counts}, key="counts", now=now)
    return [Reply(mine={f"option-{last[command.listener]}": True}) for command in commands]


@hot_command("bench.chat", per_minute=60)
def write(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    with connection.cursor() as cursor:
        voices = [command.listener for command in commands]
        cursor.execute(_WRITE, [voices, [str(command.data["words"])[:500] for command in commands]])
    for command in commands:
        announce(command.topic, "message", {"words": command.data["words"], "at": time.monotonic()}, now=now)
    return [Reply() for _ in commands]
