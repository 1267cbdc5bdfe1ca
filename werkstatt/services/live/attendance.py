"""Counting who is here, over all processes: each writes its own crowds into one table and reads those of the others."""

import os
import socket
from datetime import datetime
from typing import Any

from werkstatt.services.live.crowd import CHANNELS, TTL_SECONDS, Crowd, together
from werkstatt.services.live.store import Store
from werkstatt.services.live.tickets import Ticket

RENEW_SECONDS = 4.0
SAY_PROCESS = """
INSERT INTO live_process (name, host, pid, figures, started_at) VALUES (%s, %s, %s, %s::jsonb, %s)
ON CONFLICT (name) DO UPDATE SET figures = excluded.figures, seen_at = clock_timestamp()
"""
SAY_CROWD = """
INSERT INTO live_crowd (process, topic, on_site, online) VALUES (%s, %s, %s::bigint[], %s::bigint[])
ON CONFLICT (topic, process) DO UPDATE
SET on_site = excluded.on_site, online = excluded.online, seen_at = clock_timestamp()
"""
KEEP_CROWDS = "UPDATE live_crowd SET seen_at = clock_timestamp() WHERE process = %s"
DROP_CROWDS = "DELETE FROM live_crowd WHERE process = %s AND topic = ANY(%s)"
BURY = """
WITH gone AS (DELETE FROM live_process WHERE seen_at < clock_timestamp() - interval '60 seconds')
DELETE FROM live_crowd WHERE seen_at < clock_timestamp() - interval '60 seconds'
"""
ELSEWHERE = """
SELECT topic, on_site, online FROM live_crowd
WHERE topic = ANY(%s) AND process <> %s AND seen_at > clock_timestamp() - make_interval(secs => %s)
"""


class Attendance:
    def __init__(self, *, process: str, started_at: datetime) -> None:
        self.process = process
        self.started_at = started_at
        self.crowds: dict[str, Crowd] = {}
        self.counts: dict[str, dict[str, int]] = {}
        self._renewed_at = 0.0

    def come(self, ticket: Ticket) -> None:
        if ticket.channel in CHANNELS:
            self.crowds.setdefault(ticket.place, Crowd()).come(ticket.listener, ticket.channel)

    def go(self, ticket: Ticket) -> None:
        if ticket.place in self.crowds:
            self.crowds[ticket.place].go(ticket.listener, ticket.channel)

    async def count(self, store: Store, places: list[str], *, at: float) -> dict[str, dict[str, int]]:
        """Tell the others who is here, hear from them; the counts that changed. `at`: seconds that never jump.

        Raises LogIsAway.
        """
        for topic, crowd in list(self.crowds.items()):
            if not crowd.is_changed:
                continue
            crowd.is_changed = False
            marks = [crowd.marks(name) for name in CHANNELS]
            try:
                await store.ask(SAY_CROWD, [self.process, topic, *marks])
            except BaseException:
                crowd.is_changed = True
                raise
        await self._renew(store, at=at)
        elsewhere: dict[str, list[dict[str, Any]]] = {}
        for topic, on_site, online in await store.ask(ELSEWHERE, [places, self.process, TTL_SECONDS]):
            elsewhere.setdefault(topic, []).append({"on_site": on_site, "online": online})
        counts = {place: together(self.crowds.get(place), elsewhere.get(place, ())) for place in places}
        changed = {place: count for place, count in counts.items() if self.counts.get(place) != count}
        self.counts = counts
        return changed

    async def _renew(self, store: Store, *, at: float) -> None:
        if at - self._renewed_at < RENEW_SECONDS:
            return
        self._renewed_at = at
        if empty := [topic for topic, crowd in self.crowds.items() if crowd.is_empty]:
            await store.ask(DROP_CROWDS, [self.process, empty])
            for topic in empty:
                if self.crowds[topic].is_empty:
                    del self.crowds[topic]
        await store.ask(KEEP_CROWDS, [self.process])
        await store.ask(BURY, [])

    async def report(self, store: Store, figures: str) -> None:
        """Say how this process fares, for the page of operations; `figures` as JSON. Raises LogIsAway."""
        await store.ask(SAY_PROCESS, [self.process, socket.gethostname(), os.getpid(), figures, self.started_at])
