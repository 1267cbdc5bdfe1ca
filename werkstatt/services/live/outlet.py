"""One open stream. It takes the connection over from uvicorn, as a WebSocket does: no task, no parser, no queue per listener."""

import asyncio
import socket
from typing import Any, Protocol, Self

from werkstatt.foundation.kernel.static_files import Send
from werkstatt.services.live import frames
from werkstatt.services.live.tickets import Ticket

SEND_BUFFER = 128 * 1024  # what the system holds back for one who does not read; left to itself it would take megabytes


class Keeper(Protocol):
    """Who is told what becomes of a stream: the hub."""

    def drained(self, outlet: "Outlet") -> None: ...

    def leave(self, outlet: "Outlet") -> None: ...


class TakenOver(ConnectionError):
    """What uvicorn hears when a connection stops being its own."""


class Outlet(asyncio.Protocol):
    """`blocked_since` is set while the reader does not read; then nothing is written until she has drained."""

    __slots__ = ("_connections", "_keeper", "_transport", "blocked_since", "is_closed", "tickets")

    def __init__(
        self, transport: asyncio.Transport, tickets: tuple[Ticket, ...], *, keeper: Keeper, connections: set[Any]
    ) -> None:
        self._transport = transport
        self._keeper = keeper
        self._connections = connections
        self.tickets = tickets
        self.blocked_since: float | None = None
        self.is_closed = False

    @classmethod
    def of(cls, send: Send, tickets: tuple[Ticket, ...], *, keeper: Keeper) -> Self | None:
        """The stream behind uvicorn's `send`, whose head is on its way; None when the listener has left meanwhile.

        uvicorn lets go of the connection and all it kept for it (parser, request, task: 9 KiB) as soon as its
        application returns; it still asks us to end when it ends.
        """
        transport: asyncio.Transport = send.__self__.transport  # type: ignore[attr-defined]
        if transport.is_closing():
            return None
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        before: Any = transport.get_protocol()
        outlet = cls(transport, tickets, keeper=keeper, connections=before.connections)
        transport.set_protocol(outlet)
        before.connection_lost(TakenOver())
        outlet._connections.add(outlet)
        return outlet

    def write(self, piece: bytes) -> None:
        """Hand over a piece, or let it be while the reader does not read."""
        if not self.is_closed and self.blocked_since is None:
            self._transport.write(piece)

    def close(self) -> None:
        """End the stream; one that does not read is cut."""
        if self.is_closed:
            return
        self.is_closed = True
        if self.blocked_since is None:
            self._transport.write(frames.END)
            self._transport.close()
        else:
            self._transport.abort()

    # -- what the transport says --------------------------------------------------------------------------------------
    def pause_writing(self) -> None:
        self.blocked_since = asyncio.get_running_loop().time()

    def resume_writing(self) -> None:
        self.blocked_since = None
        if not self.is_closed:
            self._keeper.drained(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_closed = True
        self._connections.discard(self)
        self._keeper.leave(self)

    # -- what uvicorn says --------------------------------------------------------------------------------------------
    def shutdown(self) -> None:
        self.close()
