"""`GET /live/` and `POST /live/commands/`: before Django, in the same process. Everything else goes on to Django."""

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qs

from werkstatt.foundation.kernel.static_files import Application, Receive, Scope, Send
from werkstatt.services.live import frames
from werkstatt.services.live.commands import commands
from werkstatt.services.live.cursor import Cursor, CursorIsBroken, read_cursors, read_last_id
from werkstatt.services.live.hub import hub
from werkstatt.services.live.outlet import Outlet
from werkstatt.services.live.requests import Refused, admitted, answer
from werkstatt.services.live.tickets import Ticket

MOST_TICKETS = 8
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"transfer-encoding", b"chunked"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


class Live:
    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler = HANDLERS.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if handler is None:
            await self.application(scope, receive, send)
            return
        try:
            await handler(scope, receive, send)
        except Refused as refusal:
            hub().figures.refused += 1
            await refusal.answer(send)


async def stream(scope: Scope, _receive: Receive, send: Send) -> None:
    """Begin a stream, which goes on when this has returned. Raises Refused."""
    tickets, cursors = asked_for(scope)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    here = hub()
    outlet = Outlet.of(send, tickets, keeper=here)
    if outlet is not None:
        outlet.write(frames.RETRY)
        here.join(outlet, cursors)


async def probe(scope: Scope, _receive: Receive, send: Send) -> None:
    """Whether a stream would be given: a browser does not tell its script why one was refused. Raises Refused."""
    asked_for(scope)
    await answer(send, HTTPStatus.OK, {})


def asked_for(scope: Scope) -> tuple[tuple[Ticket, ...], dict[str, Cursor | None]]:
    """The tickets of a request, and where the listener stands. Raises Refused."""
    headers = dict(scope["headers"])
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    tickets = tuple(admitted(text, headers) for text in asked.get("ticket", [])[:MOST_TICKETS])
    if not tickets or any(hub().is_revoked(ticket) for ticket in tickets):
        raise Refused(HTTPStatus.FORBIDDEN)
    return tickets, places(tickets, asked.get("since", []), headers.get(b"last-event-id", b"").decode("latin-1"))


def places(tickets: Iterable[Ticket], since: list[str], last_id: str) -> dict[str, Cursor | None]:
    """Where the listener stands in each topic. Two tickets may know one topic: the earlier cursor counts.

    Raises Refused.
    """
    found: dict[str, Cursor | None] = {}
    try:
        for ticket, text in zip(tickets, since, strict=False):
            for topic, cursor in (read_cursors(text, ticket.topics) if text else {}).items():
                known = found.get(topic)
                found[topic] = cursor if known is None or known.epoch != cursor.epoch else min(known, cursor)
        if last_id:
            topic, cursor = read_last_id(last_id)
            found[topic] = cursor
    except CursorIsBroken:
        raise Refused(HTTPStatus.BAD_REQUEST) from None
    return found


HANDLERS = {("GET", "/live/"): stream, ("HEAD", "/live/"): probe, ("POST", "/live/commands/"): commands}
