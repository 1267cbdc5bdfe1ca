"""`POST /live/commands/`: hot commands past Django, with the same cookie, the ticket's rights and a limit per person."""

import asyncio
import contextlib
import json
import math
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any
from weakref import WeakKeyDictionary

from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.static_files import Receive, Scope, Send
from werkstatt.services.live.groups import THREADS, CannotWrite, Group
from werkstatt.services.live.hot import Command, CommandIsUnknown, HotCommand, named
from werkstatt.services.live.hub import Hub, hub
from werkstatt.services.live.limits import Limits
from werkstatt.services.live.requests import Headers, Refused, admitted, answer, has_own_origin
from werkstatt.services.live.tickets import Ticket

LONGEST_BODY = 16 * 1024
LONGEST_KEY = 64
OPENING_SECONDS = 5.0
AWAY = _("Der Server erreicht gerade seine Daten nicht. Bitte versuchen Sie es gleich noch einmal.")


class Reception:
    """Takes the commands of one process."""

    def __init__(self, here: Hub) -> None:
        self.hub = here
        self.limits = Limits()
        self.groups: dict[str, Group] = {}
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def take(self, headers: Headers, sent: bytes) -> dict[str, Any]:
        """Carry out what was sent; the answer. Raises Refused."""
        asked = _parsed(sent)
        ticket = admitted(asked["ticket"], headers)
        if not await self._is_open():
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, AWAY, language=ticket.language, again_in=1)
        if self.hub.is_revoked(ticket):
            refusal = _("Sie können hier gerade nicht mehr mitwirken.")
            raise Refused(HTTPStatus.FORBIDDEN, refusal, language=ticket.language)
        hot = _known(asked["name"])
        self._count(ticket, hot)
        command = Command(
            listener=ticket.listener,
            topic=ticket.place,
            data=asked["data"],
            key=asked["key"],
            channel=ticket.channel,
            topics=ticket.topics,
            language=ticket.language,
        )
        group = self.groups.get(hot.name) or self.groups.setdefault(hot.name, Group(hot, self.threads))
        self.hub.figures.commands += 1
        try:
            return await group.carry_out(command)
        except CannotWrite:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, AWAY, language=ticket.language, again_in=1) from None

    async def _is_open(self) -> bool:
        """A process that has just begun learns in a moment who may no longer: what comes first waits for it."""
        if self.hub.is_away:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.hub.is_ready.wait(), OPENING_SECONDS)
        return self.hub.is_ready.is_set() and not self.hub.is_away

    def _count(self, ticket: Ticket, hot: HotCommand) -> None:
        at = asyncio.get_running_loop().time()
        wait = self.limits.wait_for(ticket.listener, hot.name, per_minute=hot.per_minute, at=at)
        if wait:
            refusal = _("Das war sehr schnell hintereinander. Bitte warten Sie einen Moment.")
            status = HTTPStatus.TOO_MANY_REQUESTS
            raise Refused(status, refusal, language=ticket.language, again_in=math.ceil(wait))


async def commands(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one POST. Raises Refused."""
    headers = dict(scope["headers"])
    if not has_own_origin(headers) or not headers.get(b"content-type", b"").startswith(b"application/json"):
        raise Refused(HTTPStatus.FORBIDDEN)
    found = await reception().take(headers, await _body(receive))
    await answer(send, HTTPStatus.UNPROCESSABLE_ENTITY if "error" in found else HTTPStatus.OK, found)


async def _body(receive: Receive) -> bytes:
    sent = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(HTTPStatus.BAD_REQUEST)
        sent += message.get("body", b"")
        if len(sent) > LONGEST_BODY:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Das ist zu lang."))
        if not message.get("more_body"):
            return bytes(sent)


def _parsed(sent: bytes) -> dict[str, Any]:
    try:
        match json.loads(sent):
            case {"ticket": str(ticket), "name": str(name), "data": dict(data), "key": str(key)} if (
                0 < len(key) <= LONGEST_KEY
                and "\0" not in key
                and all(_is_form_value(value) for value in data.values())
            ):
                return {"ticket": ticket, "name": name, "data": data, "key": key}
    except (ValueError, RecursionError):
        pass
    raise Refused(HTTPStatus.BAD_REQUEST)


def _is_form_value(value: object) -> bool:
    """Text, or a list of texts; NUL has no place in PostgreSQL, half a pair of surrogates none in UTF-8."""
    if isinstance(value, list):
        return all(isinstance(each, str) and _is_form_value(each) for each in value)
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _known(name: str) -> HotCommand:
    try:
        return named(name)
    except CommandIsUnknown:
        raise Refused(HTTPStatus.NOT_FOUND) from None


_receptions: WeakKeyDictionary[asyncio.AbstractEventLoop, Reception] = WeakKeyDictionary()


def reception() -> Reception:
    """The one of this process (of this event loop)."""
    loop = asyncio.get_running_loop()
    if loop not in _receptions:
        _receptions[loop] = Reception(hub())
    return _receptions[loop]
