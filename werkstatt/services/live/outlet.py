"""One open stream. Writing steps uvicorn's `send` directly: no task, no queue, no copy per listener."""

import asyncio
import types
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from typing import Any

from werkstatt.foundation.kernel.static_files import Send
from werkstatt.services.live.tickets import Ticket

Message = Mapping[str, Any]


def body(content: bytes) -> Message:
    """A piece of the stream; one object serves all listeners."""
    return {"type": "http.response.body", "body": content, "more_body": True}


class Outlet:
    """`blocked_since` is set while the reader does not read; then nothing is written until she has drained."""

    __slots__ = ("__weakref__", "_drained", "_rest", "_send", "blocked_since", "is_closed", "tickets")

    def __init__(self, send: Send, tickets: tuple[Ticket, ...], *, drained: Callable[["Outlet"], None]) -> None:
        self._send = send
        self._drained = drained
        self._rest: asyncio.Task[None] | None = None
        self.tickets = tickets
        self.blocked_since: float | None = None
        self.is_closed = False

    def write(self, message: Message) -> None:
        """Hand over a piece. When the transport is full the piece waits and `blocked_since` is set."""
        if self.is_closed or self.blocked_since is not None:
            return
        sending = self._send(message)  # type: ignore[arg-type]
        try:
            waits_for = sending.send(None)  # type: ignore[attr-defined]
        except StopIteration:
            return
        loop = asyncio.get_running_loop()
        self.blocked_since = loop.time()
        self._rest = loop.create_task(self._wait(sending, waits_for))

    async def _wait(self, sending: Any, waits_for: Any) -> None:
        await _finish(sending, waits_for)
        self.blocked_since = None
        self._rest = None
        if not self.is_closed:
            self._drained(self)

    def close(self) -> None:
        """End the stream; one that does not read is cut."""
        if self.is_closed:
            return
        self.is_closed = True
        if self.blocked_since is None:
            last = self._send({"type": "http.response.body", "body": b"", "more_body": False})
            with suppress(StopIteration):
                last.send(None)  # type: ignore[attr-defined]
                self._cut()
        else:
            self._cut()

    def left(self) -> None:
        """The other side is gone."""
        self.is_closed = True
        if self._rest is not None:
            self._rest.cancel()

    def _cut(self) -> None:
        """uvicorn shows its transport behind `send`; other servers notice when the request ends."""
        transport = getattr(getattr(self._send, "__self__", None), "transport", None)
        if transport is not None:
            transport.abort()


@types.coroutine
def _finish(sending: Any, waits_for: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine that was stepped by hand."""
    while True:
        value = yield waits_for
        try:
            waits_for = sending.send(value)
        except StopIteration:
            return
