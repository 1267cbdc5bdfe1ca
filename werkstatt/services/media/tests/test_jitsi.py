"""Tokens read by a second library (joserfc), claims as Jitsi and 8x8 document them."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import OctKey, RSAKey

from werkstatt.services.media.choices import Mode, Role
from werkstatt.services.media.providers.jitsi import JAAS, OPEN, OWN, Jitsi
from werkstatt.services.media.providers.provider import Guest, Place, SettingIsWrong
from werkstatt.services.media.tests.factories import serving

NOW = datetime(2022, 5, 2, 9, 0, tzinfo=UTC)
JITSI = Jitsi()
SECRET = "an app secret of forty characters, at least"
COOKIE = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe"
GUEST, LEADER = (Guest("Zoë Müller-Özil", role, "k-1") for role in (Role.PARTICIPANT, Role.MODERATOR))
OWN_PLACE = Place(
    "neo-2022-ab12", "Raum A", {"url": "https://meet.example:8443", "access": OWN, "app_id": "neo"}, {"secret": SECRET}
)


@cache
def _rsa() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def _pem(key: Any) -> str:
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "ascii")


def _jaas() -> Place:
    facts = {"url": "https://8x8.vc", "access": JAAS, "app_id": COOKIE, "key_id": f"{COOKIE}/4f4910"}
    return Place("neo-2022-ab12", "Raum A", facts, {"private_key": _pem(_rsa())})


def test_an_own_server_gets_a_token_for_this_room_and_person():
    info = JITSI.join(OWN_PLACE, GUEST, now=NOW)
    token = jwt.decode(info.token, OctKey.import_key(SECRET), algorithms=["HS256"])
    assert token.header == {"alg": "HS256", "typ": "JWT"}
    assert token.claims["room"] == "neo-2022-ab12"
    assert token.claims["iss"] == "neo"
    assert token.claims["aud"] == "jitsi"
    assert token.claims["sub"] == "meet.example"
    assert token.claims["context"]["user"] == {
        "id": "k-1", "name": "Zoë Müller-Özil", "moderator": False, "affiliation": "member"
    }  # fmt: skip
    assert token.claims["nbf"] < NOW.timestamp() < token.claims["exp"]
    assert info.mode == Mode.IFRAME
    assert info.expires_at == NOW + timedelta(hours=4)


def test_who_leads_is_owner_of_the_room():
    token = jwt.decode(JITSI.join(OWN_PLACE, LEADER, now=NOW).token, OctKey.import_key(SECRET), algorithms=["HS256"])
    assert token.claims["context"]["user"]["moderator"] is True
    assert token.claims["context"]["user"]["affiliation"] == "owner"


def test_another_secret_does_not_verify_the_token():
    token = JITSI.join(OWN_PLACE, GUEST, now=NOW).token
    with pytest.raises(BadSignatureError):
        jwt.decode(token, OctKey.import_key("x" * 40), algorithms=["HS256"])


def test_no_token_ever_opens_every_room():
    for place, key, method in (
        (OWN_PLACE, OctKey.import_key(SECRET), "HS256"),
        (_jaas(), RSAKey.import_key(_public()), "RS256"),
    ):
        for who in (GUEST, LEADER):
            claims = jwt.decode(JITSI.join(place, who, now=NOW).token, key, algorithms=[method]).claims
            assert claims["room"] == place.key


def _public() -> str:
    return _rsa().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_jaas_gets_the_documented_header_and_claims():
    """developer.8x8.com, "The Jitsi JSON Web Token"."""
    info = JITSI.join(_jaas(), LEADER, now=NOW)
    token = jwt.decode(info.token, RSAKey.import_key(_public()), algorithms=["RS256"])
    assert token.header == {"alg": "RS256", "kid": f"{COOKIE}/4f4910", "typ": "JWT"}
    assert {name: token.claims[name] for name in ("aud", "iss", "sub")} == {
        "aud": "jitsi",
        "iss": "chat",
        "sub": COOKIE,
    }
    assert token.claims["context"]["user"]["moderator"] == "true"
    assert token.claims["context"]["features"]["recording"] == "false"
    assert urlsplit(info.url).path == f"/{COOKIE}/neo-2022-ab12"


def test_the_address_carries_token_and_name_and_nothing_secret():
    url = JITSI.join(OWN_PLACE, GUEST, now=NOW).url
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://meet.example:8443/neo-2022-ab12"
    assert parse_qs(parts.query)["jwt"][0].count(".") == 2
    assert 'userInfo.displayName="Zoë Müller-Özil"' in unquote(parts.fragment)
    assert SECRET not in unquote(url)


def test_a_name_cannot_add_settings_of_its_own():
    place = Place("a", "b", {"url": "https://meet.example", "access": OPEN}, {})
    fragment = urlsplit(JITSI.join(place, Guest('"&config.x=1', Role.PARTICIPANT, "k"), now=NOW).url).fragment
    assert "config.x" not in [pair.split("=")[0] for pair in fragment.split("&")]


def test_an_open_server_gets_no_token():
    place = Place("a", "b", {"url": "https://meet.example", "access": OPEN}, {})
    info = JITSI.join(place, GUEST, now=NOW)
    assert info.token == ""
    assert "jwt" not in info.url


@pytest.mark.parametrize(
    ("settings", "secrets", "field"),
    [
        ({"access": OWN, "app_id": ""}, {"secret": SECRET}, "app_id"),
        ({"access": OWN, "app_id": "neo"}, {"secret": "short"}, "secret"),
        ({"access": JAAS, "app_id": COOKIE, "key_id": "other/1"}, {"private_key": "x"}, "key_id"),
        ({"access": JAAS, "app_id": COOKIE, "key_id": f"{COOKIE}/1"}, {"private_key": "no key"}, "private_key"),
        ({"access": JAAS, "app_id": COOKIE, "key_id": f"{COOKIE}/1"}, {}, "private_key"),
        ({"access": OPEN, "url": "http://meet.example"}, {}, "url"),
    ],
)
def test_what_cannot_work_is_said_at_its_field(settings, secrets, field):
    with pytest.raises(SettingIsWrong) as found:
        JITSI.validated({"url": "https://meet.example", "key_id": "", **settings}, secrets)
    assert found.value.name == field


def test_a_key_of_another_kind_is_not_for_jaas():
    facts = {"url": "https://8x8.vc", "access": JAAS, "app_id": COOKIE, "key_id": f"{COOKIE}/4f4910"}
    curve = _pem(generate_curve_key(SECP256R1()))
    with pytest.raises(SettingIsWrong, match="RSA"):
        JITSI.validated(facts, {"private_key": curve})
    assert JITSI.validated(facts, {"private_key": _pem(_rsa())})["url"] == "https://8x8.vc"


@pytest.mark.parametrize(("status", "is_ok"), [(200, True), (404, False)])
def test_the_check_asks_for_the_script_every_embedding_needs(settings, status, is_ok):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    with serving(lambda asked: (status, "text/javascript", "", {})) as server:
        place = Place("a", "b", {"url": server.url, "access": OPEN}, {})
        found = JITSI.check(place, now=NOW)
        assert server.asked[0].path == "/external_api.js"
    assert all(finding.is_ok for finding in found) == is_ok
