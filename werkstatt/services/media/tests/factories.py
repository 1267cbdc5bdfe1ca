"""Rooms with video, and the servers of other people: real ones, on a port of this machine, that check what we send."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from werkstatt.foundation.events.tests.factories import IN_MARCH, RoomFactory
from werkstatt.services.media.choices import Kind
from werkstatt.services.media.models import VideoSource

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"  # the one of BigBlueButton's own documentation


class VideoSourceFactory(DjangoModelFactory[VideoSource]):
    class Meta:
        model = VideoSource

    room = SubFactory(RoomFactory, channel="online", name="Raum A")
    kind = Kind.LINK
    key = Sequence(lambda n: f"room-{n}")
    settings = LazyFunction(lambda: {"url": "https://video.example/raum-a"})
    updated_at = IN_MARCH


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """Answers with what `answer` returns: status, media type, body, further headers."""

    url: str
    asked: list[Asked] = field(default_factory=list)


Reply = tuple[int, str, str, dict[str, str]]


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            asked = Asked(self.command, parts.path, query, dict(self.headers), self.rfile.read(length))
            asked.query["?"] = parts.query
            server.asked.append(asked)
            status, media_type, body, headers = answer(asked)
            content = body.encode()
            self.send_response(status)
            for name, value in {"Content-Type": media_type, "Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815  (their name)

        def log_message(self, *_: Any) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Who hangs up early is no fault of the server."""

    listener = Listener(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


class FakeBigBlueButton:
    """Does what the documentation says: checks every checksum, creates once per name and passwords, ends, tells."""

    def __init__(self, secret: str = SECRET, method: str = "sha256") -> None:
        self.secret, self.method = secret, method
        self.meetings: dict[str, dict[str, str]] = {}

    def __call__(self, asked: Asked) -> Reply:
        call = asked.path.rsplit("/", 1)[1]
        query, _, mark = asked.query["?"].rpartition("checksum=")
        true = hashlib.new(self.method, f"{call}{query.rstrip('&')}{self.secret}".encode()).hexdigest()
        body = self.failed("checksumError") if mark != true else getattr(self, call)(asked.query)
        return 200, "text/xml", f"<response>{body}</response>", {}

    def failed(self, key: str) -> str:
        return f"<returncode>FAILED</returncode><messageKey>{key}</messageKey><message>…</message>"

    def create(self, query: dict[str, str]) -> str:
        known = self.meetings.get(query["meetingID"])
        passwords = (query["attendeePW"], query["moderatorPW"])
        if known and (known["attendeePW"], known["moderatorPW"]) != passwords:
            return self.failed("idNotUnique")
        self.meetings.setdefault(query["meetingID"], query)
        told = "<messageKey>duplicateWarning</messageKey>" if known else "<messageKey/>"
        return f"<returncode>SUCCESS</returncode><meetingID>{query['meetingID']}</meetingID>{told}"

    def getMeetingInfo(self, query: dict[str, str]) -> str:  # noqa: N802  (their name)
        if query["meetingID"] not in self.meetings:
            return self.failed("notFound")
        return "<returncode>SUCCESS</returncode><running>true</running><participantCount>7</participantCount>"

    def getMeetings(self, query: dict[str, str]) -> str:  # noqa: N802
        return "<returncode>SUCCESS</returncode><meetings/>"

    def end(self, query: dict[str, str]) -> str:
        if self.meetings[query["meetingID"]]["moderatorPW"] != query["password"]:
            return self.failed("invalidPassword")
        del self.meetings[query["meetingID"]]
        return "<returncode>SUCCESS</returncode><messageKey>sentEndMeetingRequest</messageKey>"

    def getRecordings(self, query: dict[str, str]) -> str:  # noqa: N802
        return RECORDINGS


RECORDINGS = """<returncode>SUCCESS</returncode><recordings>
<recording><recordID>r-1</recordID><meetingID>c637ba21</meetingID><name>Eröffnung</name><published>true</published>
<state>published</state><startTime>1530718721124</startTime><endTime>1530718810456</endTime>
<playback><format><type>presentation</type><url>https://bbb.example/playback/presentation/2.3/r-1</url>
<length>0</length></format></playback></recording>
<recording><recordID>r-2</recordID><meetingID>c637ba21</meetingID><name>Probe</name><published>false</published>
<state>unpublished</state><startTime>1530278898111</startTime><endTime>1530281194326</endTime><playback/></recording>
</recordings>"""


def json_reply(status: int, value: object) -> Reply:
    return status, "application/json", json.dumps(value), {}
