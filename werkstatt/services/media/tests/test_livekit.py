"""Our tokens and webhooks judged by LiveKit's own library."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from livekit.api import AccessToken, TokenVerifier, WebhookReceiver

from werkstatt.services.media.choices import Mode, Role
from werkstatt.services.media.providers.livekit import LiveKit, WebhookIsForged, read_webhook
from werkstatt.services.media.providers.provider import Guest, Place, SettingIsWrong, VideoIsAway
from werkstatt.services.media.tests.factories import Asked, Reply, json_reply, serving

KIT = LiveKit()
KEY, SECRET = "APIMmxiL8rquKztZEoZJV9Fb", "a secret of LiveKit, forty characters long"
PLACE = Place("neo-2022-ab12", "Raum A", {"url": "wss://live.example", "api_key": KEY}, {"secret": SECRET})
GUEST = Guest("Zoë Müller-Özil", Role.PARTICIPANT, "k-1")
EVENT = json.dumps({"event": "room_finished", "room": {"name": "neo-2022-ab12"}})


def _now() -> datetime:
    return datetime.now(UTC)  # their verifier reads the real clock


def _server(asked: Asked) -> Reply:
    """Checks the token as LiveKit does, and knows one room."""
    try:
        claims = TokenVerifier(KEY, SECRET).verify(asked.headers["Authorization"].removeprefix("Bearer "))
    except jwt.PyJWTError:
        return json_reply(401, {"code": "unauthenticated"})
    if asked.path.endswith("ListRooms") and claims.video and claims.video.room_list:
        names = json.loads(asked.body)["names"]
        return json_reply(200, {"rooms": [{"name": name, "num_participants": 3} for name in names]})
    if asked.path.endswith("DeleteRoom") and claims.video and claims.video.room_create:
        return json_reply(200, {})
    return json_reply(403, {"code": "permission_denied"})


def test_livekit_accepts_our_token_and_reads_what_we_meant():
    info = KIT.join(PLACE, GUEST, now=_now())
    claims = TokenVerifier(KEY, SECRET).verify(info.token)
    assert info.mode == Mode.SDK
    assert info.url == "wss://live.example"
    assert claims.identity == "k-1"
    assert claims.name == "Zoë Müller-Özil"
    assert claims.video
    assert claims.video.room == "neo-2022-ab12"
    assert claims.video.room_join
    assert not claims.video.room_admin
    leader = KIT.join(PLACE, Guest("Ada", Role.MODERATOR, "k-2"), now=_now())
    grants = TokenVerifier(KEY, SECRET).verify(leader.token).video
    assert grants
    assert grants.room_admin


def test_the_claims_are_those_of_the_documented_example():
    """docs.livekit.io, "Token structure": exp, iss, sub, nbf, video{room, roomJoin}."""
    now = _now()
    claims = jwt.decode(KIT.join(PLACE, GUEST, now=now).token, SECRET, algorithms=["HS256"])
    theirs = AccessToken(KEY, SECRET).with_identity("k-1").to_jwt()
    assert set(jwt.decode(theirs, SECRET, algorithms=["HS256"])) - {"video", "sip"} <= set(claims) | {
        "metadata",
        "kind",
    }
    assert {"exp", "iss", "sub", "nbf", "video"} <= set(claims)
    assert claims["iss"] == KEY
    assert claims["exp"] - now.timestamp() == pytest.approx(4 * 3600, abs=1)


def test_a_token_ends():
    old = KIT.join(PLACE, GUEST, now=_now() - timedelta(hours=5)).token
    with pytest.raises(jwt.ExpiredSignatureError):
        TokenVerifier(KEY, SECRET).verify(old)


def _webhook(body: str, *, secret: str = SECRET, lifetime: timedelta = timedelta(minutes=5)) -> str:
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    claims = {"iss": KEY, "nbf": int(_now().timestamp()), "exp": int((_now() + lifetime).timestamp()), "sha256": digest}
    return jwt.encode(claims, secret, "HS256")


def test_a_webhook_their_library_takes_we_take_too():
    mark = _webhook(EVENT)
    theirs = WebhookReceiver(TokenVerifier(KEY, SECRET)).receive(EVENT, mark)
    assert theirs.event == "room_finished"
    assert read_webhook(PLACE, mark, EVENT.encode(), now=_now())["event"] == "room_finished"


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        (_webhook(EVENT), EVENT.replace("finished", "started")),
        (_webhook(EVENT, secret="x" * 40), EVENT),
        (_webhook(EVENT, lifetime=timedelta(minutes=-5)), EVENT),
        (jwt.encode({"iss": KEY, "exp": 4_000_000_000}, SECRET, "HS256"), EVENT),
        (jwt.encode({"iss": "another", "exp": 4_000_000_000}, SECRET, "HS256"), EVENT),
        (jwt.encode({"iss": KEY, "exp": 4_000_000_000}, "", "none"), EVENT),
        ("", EVENT),
        (_webhook("no json"), "no json"),
    ],
)
def test_a_webhook_that_was_changed_forged_or_kept_is_refused(mark, body):
    with pytest.raises(WebhookIsForged):
        read_webhook(PLACE, mark, body.encode(), now=_now())


def test_status_end_and_check_speak_to_a_server_that_verifies(settings):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    with serving(_server) as server:
        facts = {"url": server.url.replace("http", "ws"), "api_key": KEY}
        place = Place("neo-2022-ab12", "Raum A", facts, {"secret": SECRET})
        assert KIT.status(place).people == 3
        KIT.end(place)
        assert [finding.is_ok for finding in KIT.check(place, now=_now())] == [True]
        wrong = Place("a", "b", facts, {"secret": "y" * 40})
        (finding,) = KIT.check(wrong, now=_now())
        assert "weist Schlüssel oder Geheimnis zurück" in str(finding.words)


def test_something_else_at_the_address_is_no_livekit(settings):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    with serving(lambda asked: (200, "text/html", "<p>hello", {})) as server:
        place = Place("a", "b", {"url": server.url.replace("http", "ws"), "api_key": KEY}, {"secret": SECRET})
        with pytest.raises(VideoIsAway, match="kein LiveKit"):
            KIT.status(place)


@pytest.mark.parametrize(
    ("url", "secret"),
    [("https://live.example", SECRET), ("wss://", SECRET), ("wss://[", SECRET), ("wss://a.example", "devkey")],
)
def test_what_cannot_work_is_refused(url, secret):
    with pytest.raises(SettingIsWrong):
        KIT.validated({"url": url, "api_key": KEY}, {"secret": secret})


def test_the_page_may_connect_to_the_server_and_nowhere_else():
    needed = KIT.origins(Place("a", "b", {"url": "wss://live.example:7443/", "api_key": KEY}, {"secret": SECRET}))
    assert needed.connect == ("wss://live.example:7443", "https://live.example:7443")
    assert needed.frame == ()
