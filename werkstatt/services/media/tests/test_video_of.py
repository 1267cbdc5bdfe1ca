"""What a page shows of a room's video, and what it lets in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import RequestFactory

from werkstatt.foundation.events.models import Room
from werkstatt.foundation.events.tests.factories import RoomFactory
from werkstatt.foundation.kernel.middleware import SecurityHeaders
from werkstatt.foundation.kernel.seal import seal
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.services.media import consent
from werkstatt.services.media.choices import Kind, SecondKind
from werkstatt.services.media.tests.factories import SECRET, VideoSourceFactory

pytestmark = pytest.mark.django_db
TAG = Template("{% load media %}{% video_of room person role %}")
Draw = Callable[..., HttpResponse]


@pytest.fixture
def draw(rf: RequestFactory) -> Draw:
    """`draw(room, person, role)` answers with a page that holds the video; `request` may be given."""

    def answer(room: Room | None, person: Any = "Gast 7", role: str = "participant", **options: Any) -> HttpResponse:
        request = options.get("request") or _request(rf)
        context = {"room": room, "person": person, "role": role, "csrf_token": "x"}

        def page(request: HttpRequest) -> HttpResponse:
            return HttpResponse(TAG.render(RequestContext(request, context)))

        return SecurityHeaders(page)(request)

    return answer


def _request(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/neo/stage/")
    request.session = SessionStore()
    request.session.create()
    return request


def _policy(answer: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split("; ")]
    return {name: values for name, *values in parts}


def test_a_room_without_video_says_so(draw):
    assert "noch kein Video eingerichtet" in draw(RoomFactory.create(channel="online")).content.decode()
    assert "noch kein Video eingerichtet" in draw(None).content.decode()


def test_a_room_with_no_more_than_a_link_offers_the_link(draw):
    room = RoomFactory.create(channel="online", join_url="https://video.example/raum-a")
    answer = draw(room)
    assert 'href="https://video.example/raum-a"' in answer.content.decode()
    assert "frame-src" not in _policy(answer)


def test_a_page_with_an_embed_may_frame_exactly_its_host(draw):
    source = VideoSourceFactory.create(kind=Kind.EMBED, settings={"url": "https://youtu.be/abcdefghijk"})
    assert _policy(draw(source.room))["frame-src"] == ["'self'", "https://www.youtube-nocookie.com"]


def test_nothing_of_an_embed_stands_in_the_page_before_one_agrees(draw, rf):
    source = VideoSourceFactory.create(kind=Kind.EMBED, settings={"url": "https://vimeo.com/123456"})
    before = draw(source.room).content.decode()
    assert "<iframe" not in before
    assert "https://player.vimeo.com" not in before
    assert "gehen Ihre IP-Adresse" in before
    request = _request(rf)
    consent.agree(request, "player.vimeo.com")
    after = draw(source.room, request=request).content.decode()
    assert 'src="https://player.vimeo.com/video/123456?dnt=1&amp;texttrack=de"' in after
    assert "Nicht mehr laden" in after


def test_agreeing_to_one_host_says_nothing_of_another(draw, rf):
    request = _request(rf)
    consent.agree(request, "player.vimeo.com")
    source = VideoSourceFactory.create(kind=Kind.EMBED, settings={"url": "https://youtu.be/abcdefghijk"})
    assert "<iframe" not in draw(source.room, request=request).content.decode()


def test_a_video_room_is_entered_by_a_button_and_its_secret_stays_here(draw):
    source = VideoSourceFactory.create(
        kind=Kind.BIGBLUEBUTTON,
        settings={"url": "https://bbb.example/bigbluebutton", "hash": "sha256", "record": "no"},
        sealed={"secret": seal(SECRET)},
    )
    answer = draw(source.room, PersonFactory.create(first_name="Ada", last_name="Muster"), "moderator")
    html = answer.content.decode()
    assert "Videoraum betreten" in html
    assert SECRET not in html
    assert source.sealed["secret"] not in html
    assert "checksum" not in html
    assert _policy(answer)["frame-src"] == ["'self'", "https://bbb.example"]
    assert 'camera=(self "https://bbb.example")' in answer["Permissions-Policy"]


def test_a_stream_comes_with_captions_sign_language_and_sound_alone(draw):
    source = VideoSourceFactory.create(
        kind=Kind.HLS,
        settings={"url": "https://stream.example/saal.m3u8", "hosts": "https://cdn.example"},
        captions_url="https://text.example/saal.vtt",
        second_url="https://stream.example/dgs.m3u8",
        second_kind=SecondKind.SIGN_LANGUAGE,
        audio_url="https://ton.example/saal.mp3",
    )
    answer = draw(source.room)
    html = answer.content.decode()
    assert html.count("<live-video") == 2
    assert 'srclang="de"' in html
    assert "Gebärdensprache" in html
    assert "Nur Ton" in html
    policy = _policy(answer)
    wanted = {"https://stream.example", "https://cdn.example", "https://text.example", "https://ton.example"}
    assert set(policy["media-src"]) == {"'self'", "blob:"} | wanted
    assert set(policy["connect-src"]) == {"'self'"} | wanted
    assert policy["script-src"] == ["'self'"]


def test_an_interpreted_room_links_to_its_second_source(draw):
    source = VideoSourceFactory.create(second_url="https://video.example/en", second_kind=SecondKind.INTERPRETING)
    html = draw(source.room).content.decode()
    assert 'href="https://video.example/en"' in html
    assert "Verdolmetschung" in html


@pytest.mark.parametrize("kind", [Kind.LINK, Kind.EMBED])
def test_a_video_costs_a_page_one_query(draw, rf, kind, django_assert_num_queries):
    url = "https://youtu.be/abcdefghijk" if kind == Kind.EMBED else "https://video.example/"
    source, request = VideoSourceFactory.create(kind=kind, settings={"url": url}), _request(rf)
    with django_assert_num_queries(1):
        draw(source.room, request=request)
