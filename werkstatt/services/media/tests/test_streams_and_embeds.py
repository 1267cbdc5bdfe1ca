"""HLS, embeds and plain links: what their addresses become, and what a check finds out."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.media.choices import Kind, Role
from werkstatt.services.media.providers import PROVIDERS
from werkstatt.services.media.providers.embed import Embed, frame_of
from werkstatt.services.media.providers.hls import Hls, check_captions
from werkstatt.services.media.providers.link import Link
from werkstatt.services.media.providers.provider import Finding, Guest, Place, SettingIsWrong
from werkstatt.services.media.tests.factories import Asked, Reply, serving

NOW = datetime(2022, 5, 2, 9, 0, tzinfo=UTC)
PLAYLIST = """#EXTM3U
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Deutsch",LANGUAGE="de",URI="subs/de.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=800000,SUBTITLES="s"
low/index.m3u8
"""


@pytest.fixture(autouse=True)
def _own_network(settings):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]


def _words(found: list[Finding]) -> str:
    return " ".join(f"{'+' if each.is_ok else '-'}{each.words}" for each in found)


def _hls(body: str, *, status: int = 200, cors: str = "*", hosts: str = "") -> str:
    headers = {"Access-Control-Allow-Origin": cors} if cors else {}
    with serving(lambda asked: (status, "application/vnd.apple.mpegurl", body, headers)) as server:
        place = Place("a", "Saal", {"url": f"{server.url}/saal.m3u8", "hosts": hosts})
        return _words(Hls().check(place, now=NOW))


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4s", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/live",
         "https://www.youtube-nocookie.com/embed/live_stream?channel=UCabcdefghijklmnopqrstuv"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/abcdef0123", "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef0123"),
        ("https://player.vimeo.com/video/76979871?h=abcdef", "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef"),
        ("https://vimeo.com/event/4154130", "https://vimeo.com/event/4154130/embed"),
        ("https://tube.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
         "https://tube.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0&warningTitle=0&peertubeLink=0"),
        ("https://tube.example/videos/watch/kkGMgK9ZtnKfYAgnEtQxbv",
         "https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?p2p=0&warningTitle=0&peertubeLink=0"),
    ],
)  # fmt: skip
def test_a_watch_address_becomes_its_most_reserved_frame(url, frame):
    assert frame_of(url).url == frame


@pytest.mark.parametrize(
    "url",
    ["https://www.youtube.com/", "https://www.youtube.com/watch?v=short", "https://evil.example/?v=dQw4w9WgXcQ",
     "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "https://vimeo.com/about", "https://video.example/"],
)  # fmt: skip
def test_what_is_no_video_is_refused(url):
    with pytest.raises(SettingIsWrong):
        Embed().validated({"url": url}, {})


@given(st.text(max_size=60))
def test_no_address_whatever_frames_more_than_one_known_host(text):
    for home in ("https://www.youtube.com/", "https://vimeo.com/", "https://youtu.be/"):
        try:
            frame = frame_of(home + text)
        except (SettingIsWrong, ValueError):
            continue
        assert frame.url.startswith(
            ("https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/", "https://vimeo.com/event/")
        )


def test_captions_are_asked_for_in_the_language_of_the_room():
    place = Place("a", "b", {"url": "https://youtu.be/dQw4w9WgXcQ"}, language="de")
    url = Embed().join(place, Guest("x", Role.PARTICIPANT, "k"), now=NOW).url
    assert parse_qs(url.partition("?")[2])["cc_lang_pref"] == ["de"]


@pytest.mark.parametrize(("status", "is_ok"), [(200, True), (401, False), (404, False)])
def test_a_peertube_says_by_oembed_whether_a_video_may_be_embedded(status, is_ok):
    with serving(lambda asked: (status, "application/json", "{}", {})) as server:
        place = Place("a", "b", {"url": f"{server.url}/w/kkGMgK9ZtnKfYAgnEtQxbv"})
        (finding,) = Embed().check(place, now=NOW)
        assert server.asked[0].path == "/services/oembed"
        assert server.asked[0].query["url"] == f"{server.url}/w/kkGMgK9ZtnKfYAgnEtQxbv"
    assert finding.is_ok == is_ok


def test_a_stream_that_works_is_said_to_work():
    words = _hls(PLAYLIST)
    assert "-" not in words.replace("HLS-Liste", "")
    assert "erreichbar" in words
    assert "bringt Untertitel mit" in words


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (lambda: _hls(PLAYLIST, cors=""), "-127.0.0.1 erlaubt unseren Seiten das Abspielen nicht"),
        (lambda: _hls("", status=404), "sendet gerade nicht (Status 404)"),
        (lambda: _hls("<html>"), "liegt keine HLS-Liste"),
        (lambda: _hls("#EXTM3U\nhttps://cdn.example/1.ts\n"), "-Teile der Übertragung liegen bei https://cdn.example"),
        (lambda: _hls("#EXTM3U\nhttps://cdn.example/1.ts\n", hosts="https://cdn.example"), "+Die Übertragung"),
    ],
)
def test_a_stream_that_cannot_be_played_says_why(found, sentence):
    assert sentence in found()


@pytest.mark.parametrize(("body", "sentence"), [("WEBVTT\n\n", "+Die Untertitel"), ("1\n00:00", "-Unter der Adresse")])
def test_captions_are_looked_at_too(body, sentence):
    def answer(asked: Asked) -> Reply:
        return 200, "text/vtt", body, {"Access-Control-Allow-Origin": "*"}

    with serving(answer) as server:
        assert sentence in _words(check_captions(f"{server.url}/saal.vtt"))


@pytest.mark.parametrize(("status", "sign"), [(200, "+"), (302, "+"), (403, "+"), (404, "-"), (500, "-")])
def test_a_link_is_followed_no_further_than_its_answer(status, sign):
    with serving(lambda asked: (status, "text/html", "", {})) as server:
        assert _words(Link().check(Place("a", "b", {"url": server.url}), now=NOW)).startswith(sign)


def test_a_picture_before_the_start_comes_from_us(settings):
    facts = {"url": "https://stream.example/a.m3u8", "hosts": "https://cdn.example/x https://b.example"}
    assert Hls().validated(facts, {})["hosts"] == "https://cdn.example https://b.example"
    with pytest.raises(SettingIsWrong):
        Hls().validated({**facts, "poster": "https://tracker.example/p.png"}, {})
    with pytest.raises(SettingIsWrong):
        Hls().validated({**facts, "hosts": "https://a.example; script-src *"}, {})


def test_every_kind_has_a_provider_that_explains_itself():
    assert set(PROVIDERS) == set(Kind)
    for provider in PROVIDERS.values():
        assert str(provider.says)
        assert len({setting.name for setting in provider.settings}) == len(provider.settings)
