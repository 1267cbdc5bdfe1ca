"""Those who have the session open: their pages, and every byte their streams have brought."""

import html
import http.client
import json
import re
import secrets
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.live.cast import Cast
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.models import Voice
from werkstatt.rooms.stage.visits import GUESTS
from werkstatt.services.live.cursor import START
from werkstatt.services.live.queries import cursors_of
from werkstatt.services.live.tests.serving import Listener

ATTRIBUTE = r'data-{}="([^"]*)"'


def cookie_of(who: Person | Voice) -> str:
    """The session of a person who has signed in, or of a guest who has come by the code."""
    client = Client()
    if isinstance(who, Voice) and who.person is None:
        session = client.session
        session[GUESTS] = {str(who.stage_id): who.pk}
        session.save()
    else:
        person = who.person if isinstance(who, Voice) else who
        assert person is not None
        client.force_login(person)
    return client.cookies["werkstatt"].value


def address(cast: Cast, name: str, language: str = "de") -> str:
    """Where one finds the `stage`, its `moderation` or the `hall`."""
    route = "hall:screen" if name == "hall" else f"stage:{name}"
    path = reverse(route, args=[cast.stage.session.edition.slug, cast.stage.session.code])
    return path if language == "de" else f"/en{path}"


class Visitor:
    """`name` is the audience that `Cast.secrets` speaks of."""

    def __init__(self, name: str, port: int, path: str, cookie: str) -> None:
        self.name, self.port, self.path, self.cookie = name, port, path, cookie
        page = self.page()
        self.ticket, self.since = (self._attribute(page, each) for each in ("ticket", "since"))
        self.topics = self._attribute(page, "topics").split(" ")
        self.listener = Listener(port, self.ticket, since=[self.since], cookie=cookie)
        self.listener.cursors = dict(zip(self.topics, self.since.split(","), strict=True))

    def page(self) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("GET", self.path, headers={"Cookie": f"werkstatt={self.cookie}"})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        assert answer.status == 200, (answer.status, self.path)
        return text

    def news(self) -> str:
        """What came since the last look, as it came: every byte up to where the topics stand now."""
        before = len(self.listener.raw)
        _read_to_the_end(self.listener, self.topics)
        return self.listener.raw[before:].decode()

    def whole_story(self, *, by_last_id: bool) -> str:
        """What somebody receives who has been away since before the first event."""
        nowhere = ",".join(str(START) for _ in self.topics)
        since, last_id = ([nowhere], "") if not by_last_id else ([self.since], f"{self.topics[0]}@{START}")
        late = Listener(self.port, self.ticket, since=since, cookie=self.cookie, last_id=last_id)
        assert late.status == 200
        _read_to_the_end(late, self.topics)
        late.close()
        return late.raw.decode()

    def post(self, name: str, **data: Any) -> str:
        """The answer to a hot command, as it came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = json.dumps({"ticket": self.ticket, "name": name, "data": data, "key": secrets.token_hex(8)})
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        line.request("POST", "/live/commands/", body, {**own, "Cookie": f"werkstatt={self.cookie}"})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        assert answer.status in {200, 422, 429}, (answer.status, text)
        return text

    def close(self) -> None:
        self.listener.close()

    @staticmethod
    def _attribute(page: str, name: str) -> str:
        found = re.search(ATTRIBUTE.format(name), page)
        assert found, name
        return html.unescape(found.group(1))


def _read_to_the_end(listener: Listener, topics: list[str]) -> None:
    heads = {topic: str(cursor) for topic, cursor in cursors_of(topics).items() if cursor != START}
    while any(listener.cursors.get(topic) != head for topic, head in heads.items()):
        assert listener.frame(), "the stream ended"
