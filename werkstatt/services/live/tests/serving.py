"""A real uvicorn in a thread of the test, and a listener that reads its stream."""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import uvicorn

from werkstatt.services.live.endpoint import Live
from werkstatt.services.live.hub import hub
from werkstatt.services.live.tickets import Ticket


async def not_found(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


class Served:
    """One web process in a thread; without `application` the live part alone."""

    def __init__(self, application: Any = None) -> None:
        self.server = uvicorn.Server(
            uvicorn.Config(application or Live(not_found), port=0, lifespan="off", log_level="warning", backlog=4096)
        )
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.005)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        here = hub()
        self.hub = here
        self.ends = asyncio.Event()
        serving = asyncio.create_task(self.server.serve(sockets=[self.socket]))
        await self.ends.wait()
        await here.stop()
        self.server.should_exit = True
        await serving

    def stop(self) -> None:
        assert self.loop
        self.loop.call_soon_threadsafe(self.ends.set)
        self.thread.join()
        self.socket.close()

    def do(self, action: Any) -> Any:
        """Run a coroutine function or a plain call within the server's loop."""

        async def within() -> Any:
            found = action()
            return await found if asyncio.iscoroutine(found) else found

        assert self.loop
        return asyncio.run_coroutine_threadsafe(within(), self.loop).result(10)


def ticket(*topics: str, listener: str = "person:1", language: str = "de", **more: Any) -> Ticket:
    known: dict[str, Any] = {"channel": "online", "issued_at": int(time.time()), "session": "", "revision": 0}
    return Ticket(listener=listener, topics=topics, language=language, **{**known, **more})


class Listener:
    """Reads one stream as a browser does; `events` are those it received, `cursors` where it stands."""

    def __init__(
        self,
        port: int,
        *tickets: Ticket | str,
        since: Sequence[str] | None = None,
        cookie: str = "",
        last_id: str = "",
    ) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        written = [each if isinstance(each, str) else each.written() for each in tickets]
        query = "&".join(f"ticket={quote(each)}" for each in written)
        if since is not None:
            query += "".join(f"&since={each}" for each in since)
        headers = {"Cookie": f"werkstatt={cookie}"} if cookie else {}
        headers |= {"Last-Event-ID": last_id} if last_id else {}
        try:
            self.line.request("GET", f"/live/?{query}", headers=headers)
            self.answer = self.line.getresponse()
        except (OSError, http.client.HTTPException):
            self.line.close()
            raise
        self.status = self.answer.status
        self.cursors: dict[str, str] = {}
        self.raw = b""

    def frame(self) -> list[dict[str, Any]]:
        """The events of the next frame; comments and the retry line are skipped. Empty at the end of the stream."""
        while True:
            text = b""
            while not text.endswith(b"\n\n"):
                piece = self.answer.readline()
                if not piece:
                    return []
                text += piece
            self.raw += text
            lines = dict(line.split(": ", 1) for line in text.decode().splitlines() if ": " in line)
            if "id" in lines:
                topic, _at, cursor = lines["id"].rpartition("@")
                self.cursors[topic] = cursor
            if "data" in lines:
                found: list[dict[str, Any]] = json.loads(lines["data"])
                if found:  # else a heartbeat
                    return found

    def until(self, kind: str) -> dict[str, Any]:
        """The first event of this kind from here on."""
        while events := self.frame():
            for event in events:
                if event["k"] == kind:
                    return event
        raise AssertionError(f"the stream ended before {kind}")

    def log(self, count: int) -> list[dict[str, Any]]:
        """The next `count` events of the log, without what is volatile."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            events = self.frame()
            assert events, f"the stream ended after {found}"
            found += [event for event in events if "s" in event or event["k"] == "refresh"]
        return found

    def close(self) -> None:
        if self.line.sock:
            self.line.sock.close()
        self.answer.close()
        self.line.close()
