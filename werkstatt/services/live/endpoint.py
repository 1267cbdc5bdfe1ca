"""`GET /live/` and `POST /live/commands/`: before Django, in the same process. Everything else goes on to Django."""

import asyncio
import time
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from django.conf import settings

from werkstatt.foundation.kernel.static_files import Application, Receive, Scope, Send
from werkstatt.services.live import frames
from werkstatt.services.live.cursor import Cursor, CursorIsBroken, read_cursors, read_last_id
from werkstatt.services.live.hub import Hub, hub
from werkstatt.services.live.outlet import Outlet, body
from werkstatt.services.live.tickets import Ticket, TicketIsInvalid, read_ticket

STREAM = "/live/"
MOST_TICKETS = 8
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


class Refused(Exception):
    """The request is answered with this status and no stream."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Live:
    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == STREAM and scope["method"] == "GET":
            try:
                await stream(scope, receive, send)
            except Refused as refusal:
                await answer(send, refusal.status)
            return
        await self.application(scope, receive, send)


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Hold a stream open until one side ends it. Raises Refused."""
    headers = dict(scope["headers"])
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    cookie = session_cookie(headers)
    tickets = tuple(admitted(text, cookie=cookie) for text in asked.get("ticket", [])[:MOST_TICKETS])
    here = hub()
    if not tickets or any(here.is_revoked(ticket) for ticket in tickets):
        here.figures.refused += 1
        raise Refused(HTTPStatus.FORBIDDEN)
    cursors = places(tickets, asked.get("since", []), headers.get(b"last-event-id", b"").decode("latin-1"))
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    outlet = Outlet(send, tickets, drained=here.drained)
    outlet.write(body(frames.RETRY))
    here.join(outlet, cursors)
    del headers, asked, cursors, tickets, scope
    await _until_left(here, outlet, receive)


async def _until_left(here: Hub, outlet: Outlet, receive: Receive) -> None:
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:  # the server shuts down and has waited long enough
        outlet.close()
    finally:
        here.leave(outlet)


def admitted(text: str, *, cookie: str) -> Ticket:
    """Raises Refused."""
    try:
        return read_ticket(text, cookie=cookie, at=time.time())
    except TicketIsInvalid:
        raise Refused(HTTPStatus.FORBIDDEN) from None


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


def session_cookie(headers: dict[bytes, bytes]) -> str:
    try:
        jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    morsel = jar.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


async def answer(send: Send, status: HTTPStatus, content: bytes = b"", *headers: tuple[bytes, bytes]) -> None:
    """A short answer that nobody keeps."""
    own = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(content)).encode()),
        *headers,
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": own})
    await send({"type": "http.response.body", "body": content})
