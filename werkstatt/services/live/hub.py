"""The heart of the live part in one web process: hears the bus, reads the log once, writes to everybody.

Started by the first stream. One task reads the log, another goes round among the listeners: each at once when something
is new, then no oftener than its pause allows. So the wait for an event is the time until a listener's next turn, however
long a round takes. The other tasks only say what there is to do.
"""

import asyncio
import gc
import json
import logging
import secrets
from collections import Counter
from typing import Any
from weakref import WeakKeyDictionary

from django.utils import timezone

from werkstatt.services.live import bus, frames
from werkstatt.services.live.attendance import Attendance
from werkstatt.services.live.bus.contract import BusIsAway
from werkstatt.services.live.circle import AT_ONCE, Circle
from werkstatt.services.live.cursor import Cursor
from werkstatt.services.live.figures import Figures
from werkstatt.services.live.outlet import Outlet
from werkstatt.services.live.signals import Moved, Revoked, Signal, Tallied
from werkstatt.services.live.store import MOST_AT_ONCE, LogIsAway, Store
from werkstatt.services.live.tickets import Ticket

READ_SECONDS = 0.02
TICK_SECONDS = 0.08
REST_SHARE = 1 / 3  # of what the last round took: the least that commands and newcomers get
LONGEST_TICK_SECONDS = 0.25
SWEEP_SECONDS = 5.0
SWEEP_WITHOUT_BUS_SECONDS = 1.0
RETRY_SECONDS = 0.5
FORGET_SECONDS = 60.0
COUNT_SECONDS = 2.0
HEARTBEAT_SECONDS = 15.0
SLOW_SECONDS = 30.0

log = logging.getLogger("werkstatt.live")


class Hub:
    def __init__(self) -> None:
        self.store = Store()
        self.figures = Figures()
        self.circles: dict[str, Circle] = {}
        self.outlets: dict[Outlet, None] = {}
        self.revocations: dict[str, list[Revoked]] = {}
        self.newest_revocation = 0
        self.attendance = Attendance(process=secrets.token_hex(8), started_at=timezone.now())
        self.is_ready = asyncio.Event()  # set as soon as the revocations are known
        self.is_away = False  # whether the log does not answer
        self.hears = False  # whether the bus does
        self._new: dict[str, float] = {}  # topics with something to read, and since when
        self._unknown: set[str] = set()
        self._fresh: dict[str, float] = {}  # topics with something to hand on, and since when
        self._tallies: dict[tuple[str, str], Counter[str]] = {}
        self._wake = asyncio.Event()
        self._turn = asyncio.Event()
        self._sweep_is_due = True
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen. What the process loaded until now never becomes garbage: leave it out of the search."""
        gc.collect()
        gc.freeze()
        jobs = (self._hear(), self._read(), self._beat(), self._sweep(), self._count(), self._keep_warm())
        self._tasks = [asyncio.create_task(job) for job in jobs]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for outlet in list(self.outlets):
            outlet.close()
        await self.store.close()

    # -- streams ------------------------------------------------------------------------------------------------------
    def join(self, outlet: Outlet, cursors: dict[str, Cursor | None]) -> None:
        """Take up a stream; `cursors` per topic: where the listener stands, None: from now on."""
        self.figures.connects += 1
        self.outlets[outlet] = None
        for ticket in outlet.tickets:
            self.attendance.come(ticket)
            for topic in ticket.topics:
                circle = self.circles.get(topic) or self.circles.setdefault(topic, Circle(topic))
                circle.join(outlet, ticket.language, cursors.get(topic))
                if circle.last_words is not None:
                    outlet.write(circle.last_words)
                if circle.is_known:
                    self._serve(circle, outlet)
                else:
                    self._unknown.add(topic)
                    self._wake.set()
        if self.is_away:
            outlet.write(frames.volatile({"k": "state", "database": "away"}))

    def leave(self, outlet: Outlet) -> None:
        if outlet not in self.outlets:
            return
        del self.outlets[outlet]
        for ticket in outlet.tickets:
            self.attendance.go(ticket)
            for topic in ticket.topics:
                if circle := self.circles.get(topic):
                    circle.leave(outlet)

    def drained(self, outlet: Outlet) -> None:
        """A reader reads again: one slice of what she lacks at a time."""
        for topic in _topics(outlet):
            if circle := self.circles.get(topic):
                self._serve(circle, outlet)

    def is_revoked(self, ticket: Ticket) -> bool:
        """Whether somebody ended this listener's right to one of the ticket's topics after it was made."""
        return any(
            revoked.number > ticket.revision and any(topic.startswith(revoked.topic_prefix) for topic in ticket.topics)
            for revoked in self.revocations.get(ticket.listener, ())
        )

    def _serve(self, circle: Circle, outlet: Outlet) -> None:
        circle.serve(outlet)
        if circle.lacks_history or circle.is_ahead(outlet):
            self._news_of(circle.topic)

    def _news_of(self, topic: str) -> None:
        self._new.setdefault(topic, asyncio.get_running_loop().time())
        self._wake.set()

    # -- what the bus says ------------------------------------------------------------------------------------------
    async def _hear(self) -> None:
        while True:
            try:
                async for signal in bus.current().signals():
                    if signal is None:
                        self.hears = True
                        self._sweep_now()
                    else:
                        self.heard(signal)
            except BusIsAway as error:
                if self.hears:
                    log.warning("The bus is away: %s", error)
                self.hears = False
                self._sweep_now()  # what was said meanwhile, and whether the log is away, too
            await asyncio.sleep(RETRY_SECONDS)

    def heard(self, signal: Signal) -> None:
        match signal:
            case Moved(topic, seq):
                circle = self.circles.get(topic)
                if circle is not None and (seq > circle.ring.last or not circle.is_known):
                    self._news_of(topic)
            case Tallied(topic, kind, counts):
                if topic in self.circles:
                    self._tallies.setdefault((topic, kind), Counter()).update(counts)
                    self._turn.set()
            case Revoked():
                self._revoke(signal)

    def _revoke(self, revoked: Revoked) -> None:
        self.newest_revocation = max(self.newest_revocation, revoked.number)
        self.revocations.setdefault(revoked.listener, []).append(revoked)
        for outlet in list(self.outlets):
            if any(ticket.listener == revoked.listener and self.is_revoked(ticket) for ticket in outlet.tickets):
                outlet.write(frames.volatile({"k": "revoked", "topics": revoked.topic_prefix}))
                outlet.close()

    # -- reading ------------------------------------------------------------------------------------------------------
    async def _read(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._orient()
                await self._fetch()
            except LogIsAway as error:
                self._lost(error)
                await asyncio.sleep(RETRY_SECONDS)
                self._sweep_now()
            except Exception:
                log.exception("Reading failed")
            await asyncio.sleep(READ_SECONDS)

    async def _orient(self) -> None:
        """Ask where topics stand: those nobody asked for yet, and from time to time all."""
        everything = self._sweep_is_due
        names = list(self.circles) if everything else [name for name in self._unknown if name in self.circles]
        if everything:
            for revoked in await self.store.revocations(after=self.newest_revocation):
                self._revoke(revoked)
            self.is_ready.set()
        if names:
            heads = await self.store.heads(names)
            now = asyncio.get_running_loop().time()
            for name in names:
                if (circle := self.circles.get(name)) and (circle.settle(heads.get(name, Cursor())) or circle.is_owing):
                    self._new.setdefault(name, now)
        self._unknown.difference_update(names)
        if everything:
            self._sweep_is_due = False
            self._found_again()

    async def _fetch(self) -> None:
        """Read what is new into the rings."""
        new, self._new = self._new, {}
        wanted = {name: self.circles[name].ring.last for name in new if name in self.circles}
        try:
            found = await self.store.events(wanted) if wanted else {}
            for name in wanted:
                await self._fetch_history(name)
        except LogIsAway:
            self._new = {**self._new, **new}
            raise
        for name, (epoch, entries) in found.items():
            if circle := self.circles.get(name):
                circle.take(epoch, entries)
            self.figures.events += len(entries)
            self.figures.by_topic[name] += len(entries)
        if sum(len(entries) for _epoch, entries in found.values()) >= MOST_AT_ONCE:
            self._new = {**new, **self._new}
            self._wake.set()
        if new:
            self._fresh = {**new, **self._fresh}
            self._turn.set()

    async def _fetch_history(self, name: str) -> None:
        circle = self.circles.get(name)
        if circle is not None and circle.lacks_history:
            circle.remember(await self.store.events_before(name, first=circle.ring.first))

    # -- handing on ---------------------------------------------------------------------------------------------------
    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._turn.wait()
            self._turn.clear()
            began = loop.time()
            try:
                await self._go_round()
            except Exception:
                log.exception("A round failed")
            took = loop.time() - began
            await asyncio.sleep(min(max(TICK_SECONDS - took, took * REST_SHARE), LONGEST_TICK_SECONDS))

    async def _go_round(self) -> None:
        """Hand on what was read and what was counted."""
        self._say_tallies()
        fresh, self._fresh = self._fresh, {}
        for name, since in fresh.items():
            if circle := self.circles.get(name):
                self.figures.deliveries += await circle.go_round()
                self.figures.lags.append(asyncio.get_running_loop().time() - since)
                if circle.lacks_history:
                    self._news_of(name)

    def _say_tallies(self) -> None:
        tallies, self._tallies = self._tallies, {}
        for (topic, kind), counts in tallies.items():
            self._say(topic, frames.volatile({"k": "tally", "t": topic, "kind": kind, "counts": dict(counts)}))

    def _say(self, topic: str, words: bytes) -> None:
        if circle := self.circles.get(topic):
            circle.say(words)
            self._fresh.setdefault(topic, asyncio.get_running_loop().time())

    # -- what may be lost ---------------------------------------------------------------------------------------------
    async def _sweep(self) -> None:
        """Look from time to time whether the bus kept something back, and forget topics nobody listens to."""
        loop = asyncio.get_running_loop()
        while True:
            self._sweep_now()
            await asyncio.sleep(SWEEP_SECONDS if self.hears else SWEEP_WITHOUT_BUS_SECONDS)
            for name, circle in list(self.circles.items()):
                if not circle.is_empty:
                    circle.empty_since = 0.0
                elif not circle.empty_since:
                    circle.empty_since = loop.time()
                elif loop.time() - circle.empty_since > FORGET_SECONDS:
                    del self.circles[name]

    async def _count(self) -> None:
        """Every two seconds: who is here. Only what changed is told."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(COUNT_SECONDS)
            places = list({ticket.place for outlet in self.outlets for ticket in outlet.tickets})
            try:
                changed = await self.attendance.count(self.store, places, at=loop.time())
                await self.attendance.report(self.store, json.dumps(self.state()))
            except LogIsAway as error:
                self._lost(error)
                continue
            for place, count in changed.items():
                if circle := self.circles.get(place):
                    circle.last_words = frames.volatile({"k": "presence", "t": place, **count})
                    self._say(place, circle.last_words)
                    self._turn.set()

    async def _keep_warm(self) -> None:
        """Heartbeats, so that no proxy takes a quiet stream for a dead one; and the end for who does not read."""
        loop = asyncio.get_running_loop()
        beat, beaten_at = frames.HEARTBEAT, loop.time()
        while True:
            await asyncio.sleep(1)
            for outlet in [each for each in self.outlets if each.blocked_since is not None]:
                if loop.time() - (outlet.blocked_since or loop.time()) > SLOW_SECONDS:
                    self.figures.cut += 1
                    outlet.close()
            if loop.time() - beaten_at < HEARTBEAT_SECONDS:
                continue
            beaten_at = loop.time()
            for number, outlet in enumerate(list(self.outlets), start=1):
                outlet.write(beat)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0.01)

    def state(self) -> dict[str, Any]:
        """For the page of operations."""
        loud = self.figures.by_topic.most_common(20)
        listening = {name: circle.count for name, circle in self.circles.items()}
        busiest = sorted(listening.items(), key=lambda item: -item[1])[:20]
        return {
            **self.figures.as_json(at=asyncio.get_running_loop().time()),
            "streams": len(self.outlets),
            "blocked": sum(outlet.blocked_since is not None for outlet in self.outlets),
            "topics": len(self.circles),
            "bus": self.hears,
            "busiest": [{"topic": name, "listeners": count} for name, count in busiest],
            "loudest": [{"topic": name, "events": count} for name, count in loud],
        }

    def _sweep_now(self) -> None:
        self._sweep_is_due = True
        self._wake.set()

    def _lost(self, error: LogIsAway) -> None:
        if not self.is_away:
            self.is_away = True
            log.warning("The log is away: %s", error)
            self._tell_state("away")

    def _found_again(self) -> None:
        if self.is_away:
            self.is_away = False
            log.warning("The log is back")
            self._tell_state("back")

    def _tell_state(self, state: str) -> None:
        message = frames.volatile({"k": "state", "database": state})
        for outlet in list(self.outlets):
            outlet.write(message)


def _topics(outlet: Outlet) -> set[str]:
    return {topic for ticket in outlet.tickets for topic in ticket.topics}


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of this process (of this event loop), started when first asked for."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
        _hubs[loop].start()
    return _hubs[loop]
