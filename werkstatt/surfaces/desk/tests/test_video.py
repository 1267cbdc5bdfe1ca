"""Setting a room's video at the desk: shape per kind, secrets that never come back, a check in plain words."""

import pytest
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition, Room
from werkstatt.foundation.kernel.seal import unseal
from werkstatt.foundation.people.models import LogEntry
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.tests.factories import SECRET, FakeBigBlueButton, VideoSourceFactory, serving
from werkstatt.surfaces.desk.queries.readiness import gaps_of
from werkstatt.surfaces.desk.tests.factories import a_desk, client_of, organiser_client, person_with

pytestmark = pytest.mark.django_db
BBB = {"url": "https://bbb.example/bigbluebutton/", "hash": "sha256", "record": "no", "captions_language": "de",
       "second_kind": "sign_language"}  # fmt: skip


@pytest.fixture
def edition() -> Edition:
    return a_desk()


@pytest.fixture
def room(edition: Edition) -> Room:
    return edition.rooms.create(name="Raum Z", slug="raum-z", channel="online")


def to(page: str, room: Room, *more: str) -> str:
    return reverse(f"desk:{page}", args=[room.edition.slug, room.slug, *more])


def test_a_programme_editor_sets_the_video_and_reads_whether_it_works(edition, room):
    client = client_of(person_with(edition, RoleKind.PROGRAMME))
    assert "BigBlueButton" in client.get(to("video", room)).content.decode()
    page = to("video_edit", room, "bigbluebutton")
    answer = client.post(page, {**BBB, "secret": SECRET}, follow=True)
    html = answer.content.decode()
    source = VideoSource.objects.get(room=room)
    assert source.settings == {"url": "https://bbb.example/bigbluebutton", "hash": "sha256", "record": "no"}
    assert unseal(source.sealed["secret"]) == SECRET
    assert source.is_working is False
    assert "bbb.example ist nicht zu erreichen" in html
    assert "geht nicht" in html


def test_a_secret_goes_in_and_never_comes_out(edition, room):
    client = organiser_client(edition)
    page = to("video_edit", room, "bigbluebutton")
    client.post(page, {**BBB, "secret": SECRET})
    shown = client.get(page).content.decode() + client.get(to("video", room)).content.decode()
    assert SECRET not in shown
    assert "Leer lassen, um es zu behalten" in shown
    wrong = client.post(page, {**BBB, "url": "no address", "secret": "another secret"}).content.decode()
    assert "another secret" not in wrong
    assert all(SECRET not in str(entry.facts) for entry in LogEntry.objects.all())


def test_a_secret_left_empty_is_kept(edition, room):
    client = organiser_client(edition)
    page = to("video_edit", room, "bigbluebutton")
    client.post(page, {**BBB, "secret": SECRET})
    client.post(page, {**BBB, "hash": "sha512", "secret": ""})
    source = VideoSource.objects.get(room=room)
    assert source.settings["hash"] == "sha512"
    assert unseal(source.sealed["secret"]) == SECRET


def test_another_kind_forgets_the_secrets_and_keeps_the_name(edition, room):
    client = organiser_client(edition)
    client.post(to("video_edit", room, "bigbluebutton"), {**BBB, "secret": SECRET})
    key = VideoSource.objects.get(room=room).key
    client.post(to("video_edit", room, "link"), {"url": "https://video.example/z", "second_kind": "sign_language"})
    source = VideoSource.objects.get(room=room)
    assert (source.kind, source.sealed, source.key) == ("link", {}, key)


def test_the_check_asks_the_server_again(edition, room, settings):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    client = organiser_client(edition)
    client.post(to("video_edit", room, "bigbluebutton"), {**BBB, "secret": SECRET})
    with serving(FakeBigBlueButton()) as server:
        facts = {**BBB, "url": f"{server.url}/bigbluebutton"}
        VideoSource.objects.filter(room=room).update(settings=facts)
        html = client.post(to("video_check", room), follow=True).content.decode()
    assert "nimmt das Geheimnis an" in html
    assert VideoSource.objects.get(room=room).is_working


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("bigbluebutton", {**BBB}, "Geheimnis"),
        ("bigbluebutton", {**BBB, "url": "http://bbb.example/", "secret": "x"}, "https://"),
        ("embed", {"url": "https://example.org/"}, "keine Adresse eines Videos"),
        ("livekit", {"url": "https://live.example", "api_key": "k", "secret": "x" * 40}, "wss://"),
        ("jitsi", {"url": "https://meet.example", "access": "own"}, "App-ID"),
        ("hls", {"url": "https://a.example/a.m3u8", "second_url": "http://b.example/b.m3u8"}, "https://"),
        ("hls", {"url": "https://[broken/a.m3u8"}, "gültige"),
    ],
)
def test_what_cannot_work_is_said_and_nothing_is_kept(edition, room, kind, data, sentence):
    data = {"second_kind": "sign_language", "captions_language": "de", **data}
    answer = organiser_client(edition).post(to("video_edit", room, kind), data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not VideoSource.objects.exists()


@pytest.mark.parametrize("kind", ["hls", "bigbluebutton", "jitsi", "livekit", "embed", "link"])
def test_every_kind_has_its_form(edition, room, kind):
    answer = organiser_client(edition).get(to("video_edit", room, kind))
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_there_is_no_other_kind(edition, room):
    assert organiser_client(edition).get(to("video_edit", room, "carrier-pigeon")).status_code == 404


@pytest.mark.parametrize("kind", [RoleKind.FINANCE, RoleKind.DOOR, RoleKind.FACILITATOR])
def test_others_do_not_find_it(edition, room, kind):
    client = client_of(person_with(edition, kind))
    for page in ("video", "video_check", "video_remove"):
        assert client.get(to(page, room)).status_code in {404, 405}
    assert client.post(to("video_edit", room, "link"), {"url": "https://video.example/"}).status_code == 404


def test_a_room_loses_its_video_and_the_list_says_what_is_missing(edition, room):
    client = organiser_client(edition)
    missing = "Einem Online-Raum fehlt das Video."
    assert missing in [gap.text for gap in gaps_of(edition)]
    edition.rooms.filter(channel="online").exclude(pk=room.pk).update(join_url="https://video.example/a")
    VideoSourceFactory.create(room=room)
    assert missing not in [gap.text for gap in gaps_of(edition)]
    assert "nicht geprüft" in client.get(reverse("desk:rooms", args=[edition.slug])).content.decode()
    client.post(to("video_remove", room))
    assert not VideoSource.objects.exists()


def test_a_hall_has_no_video_of_its_own(edition):
    hall = edition.rooms.create(name="Saal 9", slug="saal-9", channel="on_site")
    answer = organiser_client(edition).get(to("video", hall), follow=True)
    assert "ist ein Raum vor Ort" in answer.content.decode()
