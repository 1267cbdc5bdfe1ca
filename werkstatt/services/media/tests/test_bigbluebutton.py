"""Against the documented examples, and against a server that itself checks every checksum."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.media.choices import Mode, Role
from werkstatt.services.media.providers.bigbluebutton import HASHES, BigBlueButton, Refusal, checksum, signed
from werkstatt.services.media.providers.provider import Guest, Place, SettingIsWrong, VideoIsAway
from werkstatt.services.media.tests.factories import SECRET, FakeBigBlueButton, Server, serving

NOW = datetime(2022, 5, 2, 9, 0, tzinfo=UTC)
BBB = BigBlueButton()
ALEX = Guest("Alex Öztürk & Co", Role.PARTICIPANT, "k-1")


@pytest.fixture(autouse=True)
def _own_network(settings: Any) -> None:
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture
def bbb() -> Iterator[tuple[FakeBigBlueButton, Server]]:
    fake = FakeBigBlueButton()
    with serving(fake) as server:
        yield fake, server


def _place(server: Server, **settings: str) -> Place:
    facts = {"url": f"{server.url}/bigbluebutton", "hash": "sha256", "record": "no", **settings}
    return Place("neo-2022-ab12", "Raum A", facts, {"secret": SECRET})


@pytest.mark.parametrize(
    ("call", "query", "secret", "method", "mark"),
    [
        # docs.bigbluebutton.org, "Usage"
        ("create", "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444", SECRET, "sha1",
         "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"),
        # bbbserver.com, API guide, "Checksum & Authentication": the same call by two methods
        ("create", "name=Demo&meetingID=replace-with-meeting-id&attendeePW=replace-with-password"
         "&moderatorPW=replace-with-password", "replace-with-secret", "sha1", "7030bd96ede6a7ac41da848fe3bfc562e52a5914"),
        ("create", "name=Demo&meetingID=replace-with-meeting-id&attendeePW=replace-with-password"
         "&moderatorPW=replace-with-password", "replace-with-secret", "sha256",
         "7e5a0a48f1542462e56ca034dc83d741bff1deb5feab0cd9ef74fa6e009fe1fd"),
        # a worked example of 2013
        ("create", "name=Test&meetingID=test01&moderatorPW=mp&attendeePW=ap", "dfc658adec2de8a5d56b06ea51089883", "sha1",
         "5bb1dd0a153abffedb7abd96825fbecb32fef020"),
    ],
)  # fmt: skip
def test_the_documented_checksums_are_ours(call, query, secret, method, mark):
    assert checksum(call, query, secret, method) == mark


@pytest.mark.parametrize("method", HASHES)
def test_every_method_is_accepted_by_a_server_that_checks(method):
    with serving(FakeBigBlueButton(method=method)) as server:
        assert [finding.is_ok for finding in BBB.check(_place(server, hash=method), now=NOW)] == [True]


def test_a_room_is_made_once_however_many_come(bbb):
    fake, server = bbb
    place = _place(server)
    BBB.ensure_room(place)
    BBB.ensure_room(place)
    assert list(fake.meetings) == ["neo-2022-ab12"]
    assert fake.meetings["neo-2022-ab12"]["name"] == "Raum A"
    assert fake.meetings["neo-2022-ab12"]["record"] == "false"


def test_people_enter_by_an_address_the_server_accepts(bbb):
    fake, server = bbb
    place = _place(server)
    BBB.ensure_room(place)
    for role, asked in ((Role.PARTICIPANT, "VIEWER"), (Role.SPEAKER, "VIEWER"), (Role.MODERATOR, "MODERATOR")):
        info = BBB.join(place, Guest(ALEX.name, role, ALEX.key), now=NOW)
        parts = urlsplit(info.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert info.mode == Mode.IFRAME
        assert query["fullName"] == "Alex Öztürk & Co"
        assert query["role"] == asked
        kind = "moderatorPW" if role == Role.MODERATOR else "attendeePW"
        assert query["password"] == fake.meetings[place.key][kind]
        bare, _, mark = parts.query.rpartition("&checksum=")
        assert mark == checksum("join", bare, SECRET)
        assert SECRET not in info.url


@given(st.text(min_size=1, max_size=80))
def test_whatever_one_is_called_the_checksum_covers_it(name):
    place = Place("a", "b", {"url": "https://bbb.example/bigbluebutton", "hash": "sha512"}, {"secret": SECRET})
    url = BBB.join(place, Guest(name.encode("utf-8", "replace").decode(), Role.PARTICIPANT, "k"), now=NOW).url
    bare, _, mark = urlsplit(url).query.rpartition("&checksum=")
    assert mark == checksum("join", bare, SECRET, "sha512")
    assert url.isascii()


def test_status_and_end_tell_the_truth(bbb):
    fake, server = bbb
    place = _place(server)
    assert BBB.status(place).is_open is False
    BBB.ensure_room(place)
    assert BBB.status(place).people == 7
    BBB.end(place)
    assert fake.meetings == {}


def test_recordings_are_those_that_are_published(bbb):
    recordings = BBB.recordings(_place(bbb[1]))
    assert [(each.title, each.minutes) for each in recordings] == [("Eröffnung", 1)]
    assert recordings[0].url == "https://bbb.example/playback/presentation/2.3/r-1"
    assert recordings[0].started_at == datetime(2018, 7, 4, 15, 38, 41, 124_000, tzinfo=UTC)


def test_a_wrong_secret_is_named_as_such(bbb):
    place = Place("a", "b", _place(bbb[1]).settings, {"secret": "another"})
    (finding,) = BBB.check(place, now=NOW)
    assert not finding.is_ok
    assert "Geheimnis" in str(finding.words)
    with pytest.raises(Refusal):
        BBB.ensure_room(place)


@pytest.mark.parametrize("body", ["<html><p>Nginx</html>", "", '<!DOCTYPE r [<!ENTITY a "b">]><r>&c;</r>'])
def test_something_else_at_the_address_is_no_bigbluebutton(body):
    with serving(lambda asked: (200, "text/html", body, {})) as server, pytest.raises(VideoIsAway, match="kein Big"):
        BBB.status(_place(server))


def test_addresses_are_taken_as_the_server_prints_them():
    facts = {"hash": "sha256", "record": "no"}
    for given_url in ("https://bbb.example/bigbluebutton/", "https://bbb.example/bigbluebutton/api/"):
        kept = BBB.validated({"url": given_url, **facts}, {"secret": SECRET})["url"]
        assert kept == "https://bbb.example/bigbluebutton"
        assert signed(Place("a", "b", {"url": kept}, {"secret": SECRET}), "end").startswith(f"{kept}/api/end?")
    for bad in (
        "http://bbb.example/bigbluebutton/",
        "bbb.example",
        "https://user:pw@bbb.example/",
        "https://b.example/?a=1",
    ):
        with pytest.raises(SettingIsWrong):
            BBB.validated({"url": bad, **facts}, {"secret": SECRET})
