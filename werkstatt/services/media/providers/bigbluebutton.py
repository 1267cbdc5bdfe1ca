"""BigBlueButton: a signed address per call, answers in XML (docs.bigbluebutton.org/development/api)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

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
    Recording,
    Setting,
    SettingIsWrong,
    Status,
    VideoIsAway,
    host,
    https,
    origin,
)
from werkstatt.services.media.providers.wire import ask

HASHES = ("sha256", "sha1", "sha384", "sha512")


class Refusal(VideoIsAway):
    """The server answered FAILED; `key` is its messageKey."""

    def __init__(self, key: str) -> None:
        sentences = {
            "checksumError": _("Der Server weist das gemeinsame Geheimnis oder das Prüfsummenverfahren zurück."),
            "idNotUnique": _("Unter diesem Namen läuft auf dem Server schon ein anderer Raum."),
            "notFound": _("Der Raum ist gerade nicht geöffnet."),
        }
        super().__init__(sentences.get(key, _("Der BigBlueButton-Server hat die Anfrage abgelehnt.")))
        self.key = key


class BigBlueButton(Provider):
    kind = Kind.BIGBLUEBUTTON
    can = Capabilities(lobby=True, recording=True, captions=True, breakout=True, dial_in=True, talking=True)
    says = _("Videoraum zum Mitreden auf einem BigBlueButton-Server, zum Beispiel dem des Landes oder der Kommune.")
    opening = _("Videoraum betreten")
    settings = (
        Setting(
            "url", _("Adresse des Servers"), "address", _("Wie „bbb-conf --secret“ sie nennt, mit /bigbluebutton/")
        ),
        Setting("secret", _("Gemeinsames Geheimnis"), "secret", _("Wie „bbb-conf --secret“ es nennt")),
        Setting(
            "hash",
            _("Prüfsumme"),
            "choice",
            _("SHA-256, wenn Ihr Server nichts anderes verlangt"),
            choices=[(name, name.replace("sha", "SHA-")) for name in HASHES],
            default="sha256",
        ),
        Setting(
            "record",
            _("Aufzeichnung"),
            "choice",
            _("Nur mit Einwilligung aller, die zu hören oder zu sehen sind"),
            choices=[("no", _("nicht erlaubt")), ("yes", _("die Moderation darf aufzeichnen"))],
            default="no",
        ),
    )

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        url = https("url", settings["url"]).removesuffix("/api")
        if urlsplit(url).query:
            raise SettingIsWrong("url", _("Bitte geben Sie die Adresse ohne Fragezeichen an."))
        return {**settings, "url": url}

    def notice(self, place: Place) -> str:
        words = _(
            "Der Raum läuft bei %(host)s. Dorthin gehen Ihr Name, Ihre IP-Adresse und, wenn Sie beides freigeben, Bild und Ton."
        )
        return words % {"host": host(place.settings["url"])}

    def origins(self, place: Place) -> Origins:
        home = origin(place.settings["url"])
        return Origins(frame=(home,), devices=(home,))

    def ensure_room(self, place: Place) -> None:
        """`create` is repeatable as long as the passwords are the same; others would be refused as idNotUnique."""
        may_record = "true" if place.settings.get("record") == "yes" else "false"
        _call(
            place,
            "create",
            name=place.title[:200] or place.key,
            meetingID=place.key,
            attendeePW=_password(place, Role.PARTICIPANT),
            moderatorPW=_password(place, Role.MODERATOR),
            record=may_record,
            autoStartRecording="false",
            allowStartStopRecording=may_record,
            muteOnStart="true",
        )

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        """A signed address for this person; it works while the meeting of now lasts."""
        leads = guest.role == Role.MODERATOR
        url = signed(
            place,
            "join",
            fullName=guest.name,
            meetingID=place.key,
            password=_password(place, guest.role),  # for servers before 2.4; `role` counts where it is known
            role="MODERATOR" if leads else "VIEWER",
            userID=guest.key,
            redirect="true",
        )
        return JoinInfo(Mode.IFRAME, url)

    def end(self, place: Place) -> None:
        _call(place, "end", meetingID=place.key, password=_password(place, Role.MODERATOR))

    def status(self, place: Place) -> Status:
        try:
            answer = _call(place, "getMeetingInfo", meetingID=place.key)
        except Refusal as refusal:
            if refusal.key == "notFound":
                return Status(is_open=False, people=0)
            raise
        return Status(answer.findtext("running") == "true", int(answer.findtext("participantCount") or 0))

    def recordings(self, place: Place) -> list[Recording]:
        answer = _call(place, "getRecordings", meetingID=place.key)
        return [
            _recording(row) for row in answer.iterfind("recordings/recording") if row.findtext("published") == "true"
        ]

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        """Ask for the list of meetings: it proves address, secret and hash at once, and changes nothing."""
        try:
            _call(place, "getMeetings")
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        words = _("Der Server %(host)s antwortet und nimmt das Geheimnis an.") % {"host": host(place.settings["url"])}
        return [Finding(True, words)]


def checksum(call: str, query: str, secret: str, method: str = "sha256") -> str:
    """H(call + query + secret) as hexadecimal digits."""
    return hashlib.new(method, f"{call}{query}{secret}".encode()).hexdigest()


def signed(place: Place, call: str, **parameters: str) -> str:
    query = urlencode(parameters)
    mark = checksum(call, query, place.secrets["secret"], place.settings.get("hash", "sha256"))
    return f"{place.settings['url']}/api/{call}?{query}{'&' if query else ''}checksum={mark}"


def _call(place: Place, call: str, **parameters: str) -> ElementTree.Element:
    answer = ask(signed(place, call, **parameters))
    try:
        root = ElementTree.fromstring(answer.body)  # noqa: S314  (expat bounds entities; a server the organisers chose)
    except ElementTree.ParseError as error:
        words = _("Unter dieser Adresse antwortet kein BigBlueButton (Status %(status)d).") % {"status": answer.status}
        raise VideoIsAway(words) from error
    if root.findtext("returncode") != "SUCCESS":
        raise Refusal(root.findtext("messageKey") or "")
    return root


def _password(place: Place, role: Role) -> str:
    """The same on every call, so that nobody has to keep it; useless without the server's secret."""
    part = "moderator" if role == Role.MODERATOR else "attendee"
    return hmac.new(place.secrets["secret"].encode(), f"{place.key}:{part}".encode(), "sha256").hexdigest()[:24]


def _recording(row: ElementTree.Element) -> Recording:
    started, ended = (int(row.findtext(name) or 0) for name in ("startTime", "endTime"))
    return Recording(
        title=row.findtext("name") or "",
        url=row.findtext("playback/format/url") or "",
        started_at=datetime.fromtimestamp(started / 1000, UTC) if started else None,
        minutes=(ended - started) // 60_000 if ended > started else None,
    )
