"""What a hub asks the log: few statements for many topics, over one line of its own."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from werkstatt.services.live import database
from werkstatt.services.live.cursor import Cursor
from werkstatt.services.live.ring import MOST_EVENTS, Entry
from werkstatt.services.live.signals import Revoked

PATIENCE_SECONDS = 5
MOST_AT_ONCE = 5_000

HEADS = "SELECT name, epoch, seq FROM live_topic WHERE name = ANY(%s)"
EVENTS = """
SELECT t.name, t.epoch, e.seq, e.kind, e.key, e.payload, e.words, octet_length(e.payload::text || e.words::text)
FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS want (name, after, until)
JOIN live_topic t ON t.name = want.name
JOIN live_event e ON e.topic_id = t.id AND e.seq > want.after AND e.seq <= want.until
ORDER BY e.seq LIMIT %s
"""
REVOCATIONS = """
SELECT id, listener, topic_prefix FROM live_revocation
WHERE id > %s AND written_at > now() - interval '25 hours' ORDER BY id
"""
FOREVER = 2**62


class LogIsAway(Exception):
    """The database does not answer."""


class Store:
    def __init__(self) -> None:
        self._line: database.LINE | None = None
        self._turn = asyncio.Lock()
        self._abandoned: set[asyncio.Task[Any]] = set()

    async def heads(self, topics: Sequence[str]) -> dict[str, Cursor]:
        """Where topics stand; those without an event are not in it."""
        rows = await self.ask(HEADS, [list(topics)])
        return {name: Cursor(epoch, seq) for name, epoch, seq in rows}

    async def events(self, after: Mapping[str, int]) -> dict[str, tuple[int, list[Entry]]]:
        """Per topic its epoch and what follows `after`, in order; at most MOST_AT_ONCE events in all."""
        return await self._events(list(after), list(after.values()), [FOREVER] * len(after))

    async def events_before(self, topic: str, *, first: int) -> list[Entry]:
        """What stands right before `first`, as much as a ring holds."""
        found = await self._events([topic], [max(first - 1 - MOST_EVENTS, 0)], [first - 1])
        return found.get(topic, (0, []))[1]

    async def revocations(self, *, after: int) -> list[Revoked]:
        return [Revoked(*row) for row in await self.ask(REVOCATIONS, [after])]

    async def ask(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement. Raises LogIsAway; the next call tries a new line."""
        async with self._turn:
            work = asyncio.create_task(self._asked(statement, values))
            done, _silent = await asyncio.wait({work}, timeout=PATIENCE_SECONDS)
            if not done:
                self._abandon(work)
                raise LogIsAway("no answer")
            try:
                return work.result()
            except (psycopg.Error, OSError) as error:
                await self._drop_line()
                raise LogIsAway(str(error)) from error

    async def _asked(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        if self._line is None:
            fresh = await database.connect()
            if self._line is not None:  # abandoned meanwhile: somebody else was let in
                await fresh.close()
            else:
                self._line = fresh
        cursor = await self._line.execute(statement.encode(), values)
        return await cursor.fetchall() if cursor.description else []

    def _abandon(self, work: asyncio.Task[Any]) -> None:
        """A silent server answers no cancel either: psycopg would wait for it. Let it end alone, with its line."""
        line, self._line = self._line, None
        self._abandoned.add(work)

        async def end() -> None:
            await asyncio.gather(work, return_exceptions=True)
            if line is not None:
                await line.close()

        ending = asyncio.create_task(end())
        self._abandoned.add(ending)
        for task in (work, ending):
            task.add_done_callback(self._abandoned.discard)

    async def close(self) -> None:
        async with self._turn:
            await self._drop_line()

    async def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    async def _events(self, names: list[str], after: list[int], until: list[int]) -> dict[str, tuple[int, list[Entry]]]:
        found: dict[str, tuple[int, list[Entry]]] = {}
        for name, epoch, *rest in await self.ask(EVENTS, [names, after, until, MOST_AT_ONCE]):
            found.setdefault(name, (epoch, []))[1].append(Entry(*rest))
        return found
