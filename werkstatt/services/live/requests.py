"""What both raw addresses need of a request, and how they refuse one."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.static_files import Send
from werkstatt.services.live.tickets import Ticket, TicketIsInvalid, read_ticket

Headers = Mapping[bytes, bytes]


class Refused(Exception):
    """The request is answered with this status; `text` (a lazy translation) says why, where a person reads it."""

    def __init__(self, status: HTTPStatus, text: Any = "", *, language: str = "de", again_in: int = 0) -> None:
        super().__init__(status)
        self.status = status
        self.text = text
        self.language = language
        self.again_in = again_in

    async def answer(self, send: Send) -> None:
        with translation.override(self.language):
            content = {"error": str(self.text)} if self.text else {}
        again = [(b"retry-after", str(self.again_in).encode())] if self.again_in else []
        await answer(send, self.status, content, *again)


def admitted(text: str, headers: Headers) -> Ticket:
    """The ticket of this browser. Raises Refused."""
    try:
        return read_ticket(text, cookie=session_cookie(headers), at=time.time())
    except TicketIsInvalid:
        refusal = _("Ihre Sitzung hat sich geändert. Bitte laden Sie die Seite neu.")
        raise Refused(HTTPStatus.FORBIDDEN, refusal) from None


def session_cookie(headers: Headers) -> str:
    return parse_cookie(headers.get(b"cookie", b"").decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def has_own_origin(headers: Headers) -> bool:
    """Whether the browser says that a page of ours sent this."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    own = headers.get(b"host", b"").decode("latin-1")
    return origin == settings.BASE_URL or (bool(own) and urlsplit(origin).netloc == own)


async def answer(send: Send, status: HTTPStatus, content: Mapping[str, Any], *headers: tuple[bytes, bytes]) -> None:
    """A short answer that nobody keeps."""
    body = json.dumps(content, ensure_ascii=False).encode()
    own = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-length", str(len(body)).encode()),
        *headers,
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": own})
    await send({"type": "http.response.body", "body": body})
