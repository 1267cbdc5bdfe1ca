"""Static files straight from ASGI: no middleware, no thread per file, cached for good where the name holds a hash."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class StaticFiles:
    def __init__(self, application: Application) -> None:
        self.application = application
        self.index = WhiteNoiseMiddleware()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self.index.static_prefix):
            answer = await asyncio.to_thread(self._find, scope)
            if answer is not None:
                await self._send(answer[0], answer[1], send)
                return
        await self.application(scope, receive, send)

    def _find(self, scope: Scope) -> tuple[Response, bytes] | None:
        path = scope["path"]
        file = self.index.find_file(path) if self.index.autorefresh else self.index.files.get(path)
        if file is None:
            return None
        names = {"HTTP_" + name.decode("latin-1").upper().replace("-", "_"): value for name, value in scope["headers"]}
        answer = file.get_response(scope["method"], {name: value.decode("latin-1") for name, value in names.items()})
        if answer.file is None:
            return answer, b""
        with answer.file as content:
            return answer, content.read()

    @staticmethod
    async def _send(answer: Response, content: bytes, send: Send) -> None:
        headers = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": int(answer.status), "headers": headers})
        await send({"type": "http.response.body", "body": content})
