"""A process full of listeners: raw sockets, as cheap as Python allows, so that the server is what we measure."""

import asyncio
import gc
import itertools
import resource
import socket
from collections.abc import Callable
from typing import Any, cast

import uvloop

from bench.live.crowd import Ledger, Slice, Standing, now
from bench.live.door import read_door
from bench.live.lines import obey_async
from bench.live.wire import Decoder, EventStream, Refused, SocketFrames

PER_ADDRESS = 2000  # sockets from each 127.0.1.x, so that ephemeral ports never run out
SMALL_BUFFER, USUAL_BUFFER = 16 * 1024, 128 * 1024


class Listener(asyncio.Protocol):
    __slots__ = ("crowd", "decoder", "is_stalled", "port", "request", "standing", "transport")

    def __init__(self, crowd: "Crowd", *, port: int, request: bytes, standing: Standing) -> None:
        self.crowd, self.port, self.request, self.standing = crowd, port, request, standing
        self.decoder: Decoder = EventStream() if crowd.is_events else SocketFrames()
        self.transport: asyncio.Transport | None = None
        self.is_stalled = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        slices = self.crowd.ledger.known.get(data) if self.decoder.is_between_messages() else None
        if slices is None:
            slices = self._read(data)
        moment, standing = now(), self.standing
        for each in slices:
            each.receipts.append(moment)
            if numbers := each.numbers:
                if numbers[0] == standing.last + 1 and numbers[-1] == standing.last + len(numbers):
                    standing.last = numbers[-1]
                else:
                    standing.take(numbers)

    def _read(self, data: bytes) -> tuple[Slice, ...]:
        ledger, began_clean, was_open = self.crowd.ledger, self.decoder.is_between_messages(), self.decoder.is_open
        try:
            slices = tuple(ledger.slice_of(message) for message in self.decoder.feed(data))
        except Refused as refusal:
            self.crowd.refused(str(refusal))
            return ()
        if self.decoder.is_open and not was_open:
            self.crowd.arrived += 1
        # The cursor of an event stream is read from every message once: bytes seen before carry the same one.
        if began_clean and self.decoder.is_between_messages():
            ledger.known[data] = slices
        return slices

    def connection_lost(self, exc: Exception | None) -> None:
        if self.transport is not None:
            self.transport = None
            self.crowd.lost += 1


class Crowd:
    def __init__(self) -> None:
        self.ledger = Ledger()
        self.listeners: list[Listener] = []
        self.is_events = True
        self.arrived = self.lost = 0
        self.refusals: list[str] = []

    def refused(self, words: str) -> None:
        self.arrived += 1
        self.refusals.append(words)

    async def open(self, *, port: int, door: str, count: int, last: int, at_once: int = 200) -> dict[str, Any]:
        """Listeners take their places: those of the door's file, `at_once` connecting at a time."""
        entrance, taken = read_door(door), len(self.listeners)
        self.is_events = entrance.is_event_stream
        for seat in range(taken, taken + count):
            request = entrance.request(seat, port=port, last=last)
            self.listeners.append(Listener(self, port=port, request=request, standing=Standing(last=last)))
        return await self._connect(self.listeners[taken:], at_once)

    async def back(self, *, door: str, port: int = 0, count: int = 0) -> dict[str, Any]:
        """All who were cut (once `count` have noticed) come back at once, each with the last event it has seen, to
        `port` or where they were."""
        await _until(lambda: self.lost >= count, seconds=10)
        entrance = read_door(door)
        for place, old in enumerate(self.listeners):
            if old.transport is None:
                where = port or old.port
                request = entrance.request(place, port=where, last=old.standing.last)
                self.listeners[place] = Listener(self, port=where, request=request, standing=old.standing)
        returning = [each for each in self.listeners if each.transport is None]
        return await self._connect(returning, len(self.listeners))

    async def _connect(self, listeners: list[Listener], at_once: int) -> dict[str, Any]:
        gate, self.arrived, self.refusals, began = asyncio.Semaphore(at_once), 0, [], now()
        places = itertools.count()

        async def connect(listener: Listener) -> None:
            source = f"127.0.1.{1 + next(places) // PER_ADDRESS}"
            async with gate:
                await _call(source, listener)

        results = await asyncio.gather(*map(connect, listeners), return_exceptions=True)
        failures = [repr(result) for result in results if isinstance(result, BaseException)]
        await _until(lambda: self.arrived >= len(listeners) - len(failures), seconds=60)
        gc.collect()
        gc.freeze()
        return {
            "connected": self.arrived - len(self.refusals),
            "seconds": round(now() - began, 3),
            "began": began,
            "failures": len(failures) + len(self.refusals),
            "first_failure": next(iter([*failures, *self.refusals]), ""),
        }

    async def begin(self) -> dict[str, Any]:
        """Count from here."""
        self.ledger.begin()
        for listener in self.listeners:
            listener.standing.gaps = listener.standing.repeats = 0
        self.lost = 0
        return {"cpu": _cpu()}

    async def wait(self, *, last: int, seconds: float) -> dict[str, Any]:
        """Until everybody who reads has event number `last`, or the time is over."""
        awake = [each.standing for each in self.listeners if not each.is_stalled]
        await _until(lambda: all(each.last >= last for each in awake), seconds=seconds)
        return {"complete": sum(each.last >= last for each in awake), "last_receipt": self.ledger.last_receipt()}

    async def figures(self) -> dict[str, Any]:
        standings = [each.standing for each in self.listeners]
        return {
            **self.ledger.summary(),
            "gaps": sum(each.gaps for each in standings),
            "repeats": sum(each.repeats for each in standings),
            "connections_lost": self.lost,
            "cpu": _cpu(),
        }

    async def state(self, *, wanted: str, count: int, seconds: float) -> dict[str, Any]:
        """Until `count` listeners were told that the database is `wanted`, or the time is over."""
        await _until(lambda: len(self.ledger.told(wanted)) >= count, seconds=seconds)
        told = self.ledger.told(wanted)
        return {"told": len(told), "last": max(told, default=0.0)}

    async def cut(self) -> dict[str, Any]:
        for listener in self.listeners:
            if listener.transport is not None:
                listener.transport.abort()
        await asyncio.sleep(0.2)
        return {"lost": self.lost}

    async def stall(self, *, count: int) -> dict[str, Any]:
        """The first `count` stop reading, as a phone does that goes to sleep."""
        for listener in self.listeners[:count]:
            if listener.transport is not None:
                _hold(listener.transport, SMALL_BUFFER)
                listener.transport.pause_reading()
                listener.is_stalled = True
        return {"stalled": sum(each.is_stalled for each in self.listeners)}

    async def resume(self) -> dict[str, Any]:
        began = now()
        for listener in self.listeners:
            if listener.is_stalled and listener.transport is not None:
                _hold(listener.transport, USUAL_BUFFER)
                listener.transport.resume_reading()
            listener.is_stalled = False
        return {"began": began}


def _hold(transport: asyncio.Transport, size: int) -> None:
    """How much the system takes in for a listener who does not read."""
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)


async def _until(is_so: Callable[[], bool], *, seconds: float) -> None:
    """Looked at from time to time: an event would cost something with every receipt."""
    end = now() + seconds
    while not is_so() and now() < end:  # noqa: ASYNC110  (see above)
        await asyncio.sleep(0.01)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def _call(source: str, listener: Listener) -> None:
    """From this address, by a port that is chosen when it connects: choosing at once searches among all that ever called."""
    loop, caller = asyncio.get_running_loop(), socket.socket()
    try:
        caller.setblocking(False)
        caller.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
        caller.bind((source, 0))
        await loop.sock_connect(caller, ("127.0.0.1", listener.port))
        await loop.create_connection(lambda: listener, sock=caller)
    except BaseException:
        caller.close()
        raise


async def main() -> None:
    crowd = Crowd()
    orders = ("open", "back", "begin", "wait", "state", "figures", "cut", "stall", "resume")
    await obey_async({name: getattr(crowd, name) for name in orders})


if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 50)
    uvloop.run(main())
