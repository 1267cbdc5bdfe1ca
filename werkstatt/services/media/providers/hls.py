"""A stream over plain HTTP (RFC 8216), shown by our own player."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings as house
from django.utils.translation import gettext_lazy as _

from werkstatt.services.media.choices import Kind, Mode
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
    origin,
)
from werkstatt.services.media.providers.wire import Answer, ask


class Hls(Provider):
    kind = Kind.HLS
    can = Capabilities(captions=True)
    says = _(
        "Übertragung ohne Mitreden für sehr viele: Ihr Kodierer oder Dienstleister liefert eine Adresse auf .m3u8."
    )
    opening = _("Übertragung starten")
    settings = (
        Setting("url", _("Adresse der Übertragung"), "address", _("Die Liste des Streams, endet auf .m3u8")),
        Setting(
            "hosts",
            _("Weitere Server"),
            hint=_(
                "Nur nötig, wenn Bild und Ton von anderen Servern kommen als die Liste: je https://…, mit Leerzeichen"
            ),
            is_required=False,
        ),
        Setting(
            "poster",
            _("Standbild"),
            "address",
            _("Bild vor dem Start, JPEG oder PNG von unserer Adresse"),
            is_required=False,
        ),
    )

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        hosts = " ".join(origin(https("hosts", each)) for each in settings.get("hosts", "").split())
        poster = settings.get("poster", "")
        if poster and origin(poster) != house.BASE_URL:
            raise SettingIsWrong("poster", _("Das Standbild muss auf unserem eigenen Server liegen."))
        return {**settings, "url": https("url", settings["url"]), "hosts": hosts}

    def notice(self, place: Place) -> str:
        words = _("Die Übertragung kommt von %(host)s. Dorthin geht Ihre IP-Adresse, sobald Sie sie starten.")
        return words % {"host": host(place.settings["url"])}

    def origins(self, place: Place) -> Origins:
        homes = (origin(place.settings["url"]), *place.settings.get("hosts", "").split())
        return Origins(media=("blob:", *homes), connect=homes)

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        return JoinInfo(Mode.SDK, place.settings["url"])

    def status(self, place: Place) -> Status:
        return Status(is_open=_is_playlist(ask(place.settings["url"])))

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        """Read the list as a browser would: is it one, may our page read it, where are the pieces, are there captions."""
        url = place.settings["url"]
        try:
            answer = ask(url)
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        if answer.status in {403, 404}:
            words = _(
                "%(host)s sendet gerade nicht (Status %(status)d). Bitte prüfen Sie noch einmal, wenn die Probe läuft."
            )
            return [Finding(False, words % {"host": host(url), "status": answer.status})]
        if not _is_playlist(answer):
            return [Finding(False, _("Unter dieser Adresse liegt keine HLS-Liste."))]
        found = [Finding(True, _("Die Übertragung ist erreichbar.")), *_access(url, answer), *_elsewhere(place, answer)]
        if "TYPE=SUBTITLES" in answer.text:
            found.append(Finding(True, _("Die Übertragung bringt Untertitel mit.")))
        return found


def check_captions(url: str) -> list[Finding]:
    """Is a captions file where it should be, and may our page read it?"""
    try:
        answer = ask(url)
    except VideoIsAway as away:
        return [Finding(False, away.words)]
    if answer.status != 200 or not answer.text.removeprefix("\ufeff").startswith("WEBVTT"):
        return [Finding(False, _("Unter der Adresse der Untertitel liegt keine WebVTT-Datei."))]
    return [Finding(True, _("Die Untertitel sind erreichbar.")), *_access(url, answer)]


def _is_playlist(answer: Answer) -> bool:
    return answer.status == 200 and answer.text.startswith("#EXTM3U")


def _access(url: str, answer: Answer) -> list[Finding]:
    """Another server must allow our pages to read (CORS)."""
    allowed = answer.headers.get("access-control-allow-origin", "")
    if origin(url) == house.BASE_URL or allowed in {"*", house.BASE_URL}:
        return []
    words = _(
        "%(host)s erlaubt unseren Seiten das Abspielen nicht. Nötig ist die Kopfzeile Access-Control-Allow-Origin: %(base)s"
    )
    return [Finding(False, words % {"host": host(url), "base": house.BASE_URL})]


def _elsewhere(place: Place, answer: Answer) -> list[Finding]:
    known = {origin(place.settings["url"]), *place.settings.get("hosts", "").split()}
    strangers = sorted({origin(each) for each in _named(place.settings["url"], answer)} - known)
    words = _("Teile der Übertragung liegen bei %(hosts)s. Bitte tragen Sie das unter „Weitere Server“ ein.")
    return [Finding(False, words % {"hosts": ", ".join(strangers)})] if strangers else []


def _named(url: str, answer: Answer) -> Iterator[str]:
    """Addresses a list names: further lists, or pieces."""
    for line in answer.text.splitlines():
        if line and not line.startswith("#"):
            yield urljoin(url, line.strip())
        elif 'URI="' in line:
            yield urljoin(url, line.split('URI="', 1)[1].split('"', 1)[0])
