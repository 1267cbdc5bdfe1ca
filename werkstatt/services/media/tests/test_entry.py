"""Entering: by a ticket, in one's own session; and what happens when the provider is away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.kernel.seal import seal
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.services.media.choices import Kind, Role
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.tests.factories import SECRET, FakeBigBlueButton, VideoSourceFactory, serving
from werkstatt.services.media.tickets import TicketIsInvalid, guest_of, issue_ticket, read_ticket

pytestmark = pytest.mark.django_db
ENTRY = "media:entry"


@pytest.fixture(autouse=True)
def _own_network(settings: Any) -> None:
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def fake() -> Iterator[tuple[FakeBigBlueButton, VideoSource]]:
    bbb = FakeBigBlueButton()
    with serving(bbb) as server:
        facts = {"url": f"{server.url}/bigbluebutton", "hash": "sha256", "record": "no"}
        sealed = {"secret": seal(SECRET)}
        yield bbb, VideoSourceFactory.create(kind=Kind.BIGBLUEBUTTON, settings=facts, sealed=sealed)


def _seen_by(client: Client) -> HttpRequest:
    request = HttpRequest()
    session = client.session
    session.save()
    client.cookies["werkstatt"] = session.session_key or ""
    request.session = session
    return request


def _ticket(client: Client, source: VideoSource, role: Role = Role.PARTICIPANT) -> str:
    request = _seen_by(client)
    return issue_ticket(source, guest_of("Gast 7", role, source, request), request)


def test_one_press_makes_the_room_and_lets_one_in(client, fake):
    bbb, source = fake
    answer = client.post(reverse(ENTRY), {"ticket": _ticket(client, source), "next": "/neo/stage/"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert list(bbb.meetings) == [source.key]
    assert f'src="{source.settings["url"]}/api/join?fullName=Gast+7' in html
    assert 'href="/neo/stage/"' in html
    assert SECRET not in html
    assert "127.0.0.1" in answer["Content-Security-Policy"]


def test_a_page_that_asks_for_a_part_gets_a_part(client, fake):
    ticket = {"ticket": _ticket(client, fake[1])}
    html = client.post(reverse(ENTRY), ticket, headers={"HX-Request": "true"}).content.decode()
    assert " ".join(html.split()).startswith('<section class="video" id="video"')
    assert "<html" not in html


def test_a_ticket_of_another_browser_opens_nothing(client, fake):
    stolen = _ticket(client, fake[1])
    answer = Client().post(reverse(ENTRY), {"ticket": stolen})
    assert answer.status_code == 403
    assert fake[0].meetings == {}


@pytest.mark.parametrize("ticket", ["", "garbage", "a:b:c", "\x00"])
def test_a_forged_ticket_is_refused_in_plain_words(client, ticket):
    answer = client.post(reverse(ENTRY), {"ticket": ticket, "next": "https://evil.example/"})
    assert answer.status_code == 403
    assert "laden Sie sie neu" in answer.content.decode()
    assert "evil.example" not in answer.content.decode()


def test_a_ticket_ends_with_the_day(client, fake):
    request = _seen_by(client)
    with time_machine.travel(datetime(2022, 5, 2, 8, 0, tzinfo=UTC), tick=False) as clock:
        ticket = issue_ticket(fake[1], guest_of("Gast 7", Role.PARTICIPANT, fake[1], request), request)
        assert read_ticket(ticket, request)[1].name == "Gast 7"
        clock.shift(timedelta(hours=11))
        with pytest.raises(TicketIsInvalid):
            read_ticket(ticket, request)


def test_who_cannot_be_let_in_reads_why_and_may_try_again(client):
    with serving(lambda asked: (502, "text/html", "<p>Bad gateway", {})) as server:
        facts = {"url": f"{server.url}/bigbluebutton", "hash": "sha256"}
        source = VideoSourceFactory.create(kind=Kind.BIGBLUEBUTTON, settings=facts, sealed={"secret": seal(SECRET)})
        answer = client.post(reverse(ENTRY), {"ticket": _ticket(client, source)})
    assert answer.status_code == 503
    assert "antwortet kein BigBlueButton" in answer.content.decode()
    assert "Videoraum betreten" in answer.content.decode()


def test_a_secret_of_a_former_house_is_said_before_anybody_is_asked(client, fake):
    bbb, source = fake
    source.sealed = {"secret": "gAAAAA-of-another-house"}
    source.save()
    answer = client.post(reverse(ENTRY), {"ticket": _ticket(client, source)})
    assert "fehlt sein Zugang" in answer.content.decode()
    assert bbb.meetings == {}


def test_agreeing_to_an_embed_is_remembered_and_taken_back(client):
    source = VideoSourceFactory.create(kind=Kind.EMBED, settings={"url": "https://vimeo.com/123456"})
    ticket = {"ticket": _ticket(client, source), "next": "/neo/stage/"}
    assert client.post(reverse(ENTRY), ticket).headers["Location"] == "/neo/stage/#video"
    assert client.session["video_hosts"] == ["player.vimeo.com"]
    shown = client.post(reverse(ENTRY), ticket, headers={"HX-Request": "true"}).content.decode()
    assert "https://player.vimeo.com/video/123456" in shown
    gone = client.post(reverse("media:withdrawal"), {"host": "player.vimeo.com", "next": "//evil.example/"})
    assert gone.headers["Location"] == "/#video"
    assert client.session["video_hosts"] == []


def test_a_first_visit_can_enter_too(client, fake):
    request = HttpRequest()
    request.session = SessionStore()
    ticket = issue_ticket(fake[1], guest_of("Gast 7", Role.PARTICIPANT, fake[1], request), request)
    client.cookies["werkstatt"] = request.session.session_key or ""
    assert client.post(reverse(ENTRY), {"ticket": ticket}).status_code == 200


def test_nobody_enters_a_hundred_times_a_minute(client, fake):
    ticket = _ticket(client, fake[1])
    for _ in range(20):
        client.post(reverse(ENTRY), {"ticket": ticket}, headers={"HX-Request": "true"})
    last = client.post(reverse(ENTRY), {"ticket": ticket}, headers={"HX-Request": "true"})
    assert "viele Versuche" in last.content.decode()


def test_the_name_at_the_provider_is_the_persons_and_the_key_says_nothing(client, fake):
    person, request = PersonFactory.create(first_name="Ada", last_name="Muster"), _seen_by(client)
    guest = guest_of(person, Role.SPEAKER, fake[1], request)
    assert guest.name == "Ada Muster"
    assert str(person.pk) not in guest.key or len(str(person.pk)) < 3
    assert guest.key == guest_of(person, Role.MODERATOR, fake[1], request).key
    assert guest.key != guest_of(person, Role.SPEAKER, VideoSourceFactory.create(), request).key


def test_entering_is_a_post(client):
    assert client.get(reverse(ENTRY)).status_code == 405
