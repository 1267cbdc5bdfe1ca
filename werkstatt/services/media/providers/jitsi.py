"""Jitsi Meet: a room's address and, where the server wants one, a token (own server: HS256; JaaS: RS256 with key id)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils.translation import gettext_lazy as _

from werkstatt.services.media.choices import Kind, Mode, Role
from werkstatt.services.media.providers.provider import (
    Capabilities,
    Finding,
    Guest,
    JoinInfo,
    Origins,
    Place,
    Provider,
    Setting,
    SettingIsWrong,
    VideoIsAway,
    host,
    https,
    origin,
)
from werkstatt.services.media.providers.wire import ask

OPEN, OWN, JAAS = "open", "own", "jaas"
LIFETIME = timedelta(hours=4)
EARLIER = timedelta(seconds=30)  # clocks differ
JAAS_KEY = re.compile(r"vpaas-magic-cookie-[0-9a-f]+/[0-9a-zA-Z]+")


class Jitsi(Provider):
    kind = Kind.JITSI
    can = Capabilities(lobby=True, breakout=True, talking=True)
    says = _("Videoraum zum Mitreden auf einem Jitsi-Server, dem eigenen oder JaaS von 8x8.")
    opening = _("Videoraum betreten")
    settings = (
        Setting(
            "url",
            _("Adresse des Servers"),
            "address",
            _("Zum Beispiel https://meet.example.org, bei JaaS https://8x8.vc"),
        ),
        Setting(
            "access",
            _("Zutritt"),
            "choice",
            choices=[
                (OWN, _("eigener Server mit Token")),
                (JAAS, _("JaaS von 8x8")),
                (OPEN, _("ohne Token: wer die Adresse kennt, kommt hinein")),
            ],
            default=OWN,
        ),
        Setting("app_id", _("App-ID"), hint=_("Eigener Server: app_id; JaaS: vpaas-magic-cookie-…"), is_required=False),
        Setting("key_id", _("Schlüssel-ID"), hint=_("Nur JaaS: vpaas-magic-cookie-…/…"), is_required=False),
        Setting("secret", _("App-Geheimnis"), "secret", _("Nur eigener Server: app_secret"), is_required=False),
        Setting("private_key", _("Privater Schlüssel"), "long_secret", _("Nur JaaS: als PEM-Text"), is_required=False),
    )

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        access, app_id = settings["access"], settings.get("app_id", "")
        if access != OPEN and not app_id:
            raise SettingIsWrong("app_id", _("Für Token wird die App-ID gebraucht."))
        if access == OWN and len(secrets.get("secret", "")) < 32:
            raise SettingIsWrong("secret", _("Bitte nehmen Sie ein Geheimnis mit mindestens 32 Zeichen."))
        if access == JAAS:
            if not JAAS_KEY.fullmatch(settings.get("key_id", "")) or not settings["key_id"].startswith(f"{app_id}/"):
                raise SettingIsWrong("key_id", _("Die Schlüssel-ID beginnt mit der App-ID und einem Schrägstrich."))
            _private_key(secrets.get("private_key", ""))
        return {**settings, "url": https("url", settings["url"])}

    def notice(self, place: Place) -> str:
        words = _(
            "Der Raum läuft bei %(host)s. Dorthin gehen Ihr Name, Ihre IP-Adresse und, wenn Sie beides freigeben, Bild und Ton."
        )
        return words % {"host": host(place.settings["url"])}

    def origins(self, place: Place) -> Origins:
        home = origin(place.settings["url"])
        return Origins(frame=(home,), devices=(home,))

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        start = f"{place.settings['url']}/{_path(place)}"
        ends_at = now + LIFETIME
        token = "" if place.settings["access"] == OPEN else _token(place, guest, now=now, ends_at=ends_at)
        shown = "&".join(
            f"{name}={quote(value)}"
            for name, value in {
                "userInfo.displayName": f'"{guest.name}"',
                "config.startWithAudioMuted": "true",
                "config.startWithVideoMuted": "true",
                "config.defaultLanguage": f'"{place.language}"',
            }.items()
        )
        return JoinInfo(Mode.IFRAME, f"{start}{'?jwt=' + token if token else ''}#{shown}", token, ends_at)

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        """Jitsi has no call that proves a token without entering; the script every embedding needs proves the server."""
        name = host(place.settings["url"])
        try:
            answer = ask(f"{origin(place.settings['url'])}/external_api.js")
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        if answer.status != 200:
            return [Finding(False, _("Unter %(host)s antwortet kein Jitsi Meet.") % {"host": name})]
        found = [Finding(True, _("Der Server %(host)s antwortet.") % {"host": name})]
        if place.settings["access"] == OPEN:
            found.append(Finding(True, _("Ohne Token kann jede Person hinein, die die Adresse des Raums kennt.")))
        else:
            words = _("Ob der Server das Token annimmt, zeigt erst ein Eintritt. Bitte probieren Sie es einmal.")
            found.append(Finding(True, words))
        return found


def _path(place: Place) -> str:
    return f"{place.settings['app_id']}/{place.key}" if place.settings["access"] == JAAS else place.key


def _token(place: Place, guest: Guest, *, now: datetime, ends_at: datetime) -> str:
    """For exactly this room and person. `room: *` would open every room of the server."""
    leads = guest.role == Role.MODERATOR
    is_jaas = place.settings["access"] == JAAS
    user: dict[str, Any] = {"id": guest.key, "name": guest.name}
    claims: dict[str, Any] = {
        "aud": "jitsi",
        "room": place.key,
        "iat": int(now.timestamp()),
        "nbf": int((now - EARLIER).timestamp()),
        "exp": int(ends_at.timestamp()),
        "context": {"user": user},
    }
    if is_jaas:
        claims |= {"iss": "chat", "sub": place.settings["app_id"]}
        user["moderator"] = "true" if leads else "false"  # JaaS takes the word
        claims["context"]["features"] = dict.fromkeys(("livestreaming", "recording", "transcription"), "false")
        key = _private_key(place.secrets["private_key"])
        return jwt.encode(claims, key, "RS256", headers={"kid": place.settings["key_id"]})
    user |= {"moderator": leads, "affiliation": "owner" if leads else "member"}
    claims |= {"iss": place.settings["app_id"], "sub": urlsplit(place.settings["url"]).hostname}
    return jwt.encode(claims, place.secrets["secret"], "HS256")


def _private_key(pem: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem.strip().encode(), password=None)
    except (ValueError, TypeError) as error:
        raise SettingIsWrong("private_key", _("Das ist kein privater Schlüssel als PEM-Text ohne Passwort.")) from error
    if not isinstance(key, RSAPrivateKey):
        raise SettingIsWrong("private_key", _("JaaS verlangt einen RSA-Schlüssel."))
    return key
