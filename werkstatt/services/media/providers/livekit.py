"""LiveKit: a token per person, the room's own calls over Twirp, webhooks signed over their body (docs.livekit.io)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
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
    Status,
    VideoIsAway,
    host,
    https,
)
from werkstatt.services.media.providers.wire import Answer, ask

LIFETIME = timedelta(hours=4)
EARLIER = timedelta(seconds=30)
SERVICE = "twirp/livekit.RoomService"


class WebhookIsForged(Exception):
    """Not signed with our key, too old, or its body was changed."""


class LiveKit(Provider):
    kind = Kind.LIVEKIT
    can = Capabilities(talking=True)
    says = _("Videoraum zum Mitreden auf einem LiveKit-Server; die Oberfläche kommt von uns.")
    opening = _("Videoraum betreten")
    settings = (
        Setting("url", _("Adresse des Servers"), "text", _("Beginnt mit wss://")),
        Setting("api_key", _("API-Schlüssel")),
        Setting("secret", _("API-Geheimnis"), "secret"),
    )

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        url = https("url", settings["url"], "wss")
        if len(secrets.get("secret", "")) < 32:
            raise SettingIsWrong("secret", _("Ein API-Geheimnis von LiveKit hat mindestens 32 Zeichen."))
        return {**settings, "url": url}

    def notice(self, place: Place) -> str:
        words = _(
            "Der Raum läuft bei %(host)s. Dorthin gehen Ihr Name, Ihre IP-Adresse und, wenn Sie beides freigeben, Bild und Ton."
        )
        return words % {"host": host(place.settings["url"])}

    def origins(self, place: Place) -> Origins:
        socket = place.settings["url"].split("//", 1)[1].split("/", 1)[0].lower()
        secure = "s" if place.settings["url"].startswith("wss:") else ""
        return Origins(connect=(f"ws{secure}://{socket}", f"http{secure}://{socket}"), media=("blob:",))

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        ends_at = now + LIFETIME
        token = _token(
            place, _grants(place, guest), now=now, ends_at=ends_at, person={"sub": guest.key, "name": guest.name}
        )
        return JoinInfo(Mode.SDK, place.settings["url"], token, ends_at)

    def ensure_room(self, place: Place) -> None:
        """LiveKit opens a room with the first who enters."""

    def end(self, place: Place) -> None:
        _call(place, "DeleteRoom", {"room": place.key}, {"roomCreate": True})

    def status(self, place: Place) -> Status:
        found = _call(place, "ListRooms", {"names": [place.key]}, {"roomList": True}).get("rooms", [])
        people = sum(int(room.get("num_participants", room.get("numParticipants", 0))) for room in found)
        return Status(is_open=bool(found), people=people)

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        try:
            self.status(place)
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        words = _("Der Server %(host)s antwortet und nimmt den Schlüssel an.") % {"host": host(place.settings["url"])}
        return [Finding(True, words)]


def read_webhook(place: Place, authorization: str, body: bytes, *, now: datetime) -> dict[str, Any]:
    """The event, when it comes from this server unchanged. Raises WebhookIsForged."""
    try:
        claims = jwt.decode(
            authorization.removeprefix("Bearer "),
            place.secrets["secret"],
            algorithms=["HS256"],
            issuer=place.settings["api_key"],
            options={"require": ["exp", "iss"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except jwt.PyJWTError as error:
        raise WebhookIsForged from error
    told = str(claims.get("sha256", ""))
    true = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if not hmac.compare_digest(told.encode(), true.encode()) or float(claims["exp"]) < now.timestamp():
        raise WebhookIsForged
    try:
        event = json.loads(body)
    except ValueError as error:
        raise WebhookIsForged from error
    return event if isinstance(event, dict) else {}


def _grants(place: Place, guest: Guest) -> dict[str, Any]:
    grants = {"room": place.key, "roomJoin": True, "canPublish": True, "canSubscribe": True, "canPublishData": False}
    return {**grants, "roomAdmin": True} if guest.role == Role.MODERATOR else grants


def _token(
    place: Place, video: Mapping[str, Any], *, now: datetime, ends_at: datetime, person: Mapping[str, str] | None = None
) -> str:
    claims = {
        "iss": place.settings["api_key"],
        "nbf": int((now - EARLIER).timestamp()),
        "exp": int(ends_at.timestamp()),
        "video": dict(video),
        **(person or {}),
    }
    return jwt.encode(claims, place.secrets["secret"], "HS256")


def _call(place: Place, name: str, message: Mapping[str, Any], grants: Mapping[str, Any]) -> dict[str, Any]:
    now = datetime.now().astimezone()  # the server's clock decides, not that of a demo
    token = _token(place, grants, now=now, ends_at=now + timedelta(minutes=2))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    url = f"{place.settings['url'].replace('ws', 'http', 1)}/{SERVICE}/{name}"
    return _read(ask(url, method="POST", body=json.dumps(message).encode(), headers=headers))


def _read(answer: Answer) -> dict[str, Any]:
    if answer.status in {401, 403}:
        raise VideoIsAway(_("Der LiveKit-Server weist Schlüssel oder Geheimnis zurück."))
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if answer.status != 200 or not isinstance(found, dict):
        words = _("Unter dieser Adresse antwortet kein LiveKit (Status %(status)d).") % {"status": answer.status}
        raise VideoIsAway(words)
    return found
