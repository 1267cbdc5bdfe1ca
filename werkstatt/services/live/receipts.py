"""Each hot command once: whoever sends it again under the same key gets the answer of the first time."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from werkstatt.services.live.hot import Command

Name = tuple[str, str]

_CLAIM = """
INSERT INTO live_receipt (listener, key) SELECT * FROM unnest(%s::text[], %s::text[])
ON CONFLICT DO NOTHING RETURNING listener, key
"""
_KNOWN = """
SELECT r.listener, r.key, r.reply FROM live_receipt r
JOIN unnest(%s::text[], %s::text[]) AS asked (listener, key) USING (listener, key)
"""
_REMEMBER = """
UPDATE live_receipt r SET reply = done.reply::jsonb
FROM unnest(%s::text[], %s::text[], %s::text[]) AS done (listener, key, reply)
WHERE r.listener = done.listener AND r.key = done.key
"""


def name_of(command: Command) -> Name:
    return command.listener, command.key


def first_of_each(commands: Sequence[Command]) -> list[Command]:
    """Without those whose key stands before them in the same group."""
    seen: set[Name] = set()
    found = []
    for command in commands:
        if command.key and name_of(command) in seen:
            continue
        seen.add(name_of(command))
        found.append(command)
    return found


def claim(commands: Iterable[Command]) -> dict[Name, dict[str, Any]]:
    """Take the keys for this transaction; the answers of those that were carried out before. Another process that holds
    one of them is waited for. Keys in order, so that two groups never wait for each other."""
    names = sorted({name_of(command) for command in commands if command.key})
    if not names:
        return {}
    columns = [list(column) for column in zip(*names, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, columns)
        fresh = set(cursor.fetchall())
        if len(fresh) == len(names):
            return {}
        cursor.execute(_KNOWN, columns)
        return {
            (listener, key): _answer(reply)
            for listener, key, reply in cursor.fetchall()
            if (listener, key) not in fresh
        }


def remember(done: Iterable[tuple[Command, dict[str, Any]]]) -> None:
    """Keep the answers for whoever asks again."""
    rows = [(*name_of(command), json.dumps(answer)) for command, answer in done if command.key]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_REMEMBER, [list(column) for column in zip(*rows, strict=True)])


def _answer(reply: Any) -> dict[str, Any]:
    found: dict[str, Any] = (json.loads(reply) if isinstance(reply, str) else reply) or {"mine": {}}
    return found
