"""Videos of other platforms, in their most reserved form; nothing of them loads before one agrees."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, quote, urlsplit

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
    VideoIsAway,
    host,
    https,
    origin,
)
from werkstatt.services.media.providers.wire import ask

YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
YOUTUBE_PATH = re.compile(r"/(?:embed|live|shorts|v)/([\w-]{11})")
YOUTUBE_CHANNEL = re.compile(r"/channel/(UC[\w-]{22})(?:/live)?")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d+)(?:/([0-9a-f]+))?")
VIMEO_EVENT = re.compile(r"/event/(\d+)(?:/embed)?(?:/([0-9a-f]+))?")
PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/([\w-]{8,40})")


@dataclass(frozen=True)
class Frame:
    """What goes into the frame: whose platform, and the address without language and other wishes."""

    platform: str
    url: str
    watch_url: str
    captions: str  # the parameter that asks for captions in a language

    def address(self, language: str) -> str:
        return f"{self.url}{'&' if '?' in self.url else '?'}{self.captions.format(language=quote(language))}"


class Embed(Provider):
    kind = Kind.EMBED
    can = Capabilities(captions=True)
    says = _("Ein Video oder Livestream bei YouTube, Vimeo oder PeerTube; lädt erst nach Einwilligung.")
    opening = _("Video laden")
    settings = (Setting("url", _("Adresse des Videos"), "address", _("Wie sie im Browser steht")),)

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        url = https("url", settings["url"])
        frame_of(url)
        return {"url": url}

    def notice(self, place: Place) -> str:
        frame = frame_of(place.settings["url"])
        words = _(
            "Das Video kommt von %(platform)s (%(host)s). Mit dem Laden gehen Ihre IP-Adresse und Gerätedaten dorthin."
        )
        return words % {"platform": frame.platform, "host": host(frame.url)}

    def origins(self, place: Place) -> Origins:
        return Origins(frame=(origin(frame_of(place.settings["url"]).url),))

    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo:
        return JoinInfo(Mode.IFRAME, frame_of(place.settings["url"]).address(place.language))

    def check(self, place: Place, *, now: datetime) -> list[Finding]:
        """All three platforms say by oEmbed whether a video exists and may be embedded; channels and events do not."""
        frame = frame_of(place.settings["url"])
        if not frame.watch_url:
            words = _("Ob dort etwas läuft, zeigt erst die Seite: Bitte sehen Sie sich das Video einmal an.")
            return [Finding(True, words)]
        try:
            answer = ask(_oembed(frame))
        except VideoIsAway as away:
            return [Finding(False, away.words)]
        if answer.status != 200:
            words = _("%(platform)s kennt das Video nicht, oder es darf nicht eingebettet werden (Status %(status)d).")
            return [Finding(False, words % {"platform": frame.platform, "status": answer.status})]
        return [Finding(True, _("%(platform)s kennt das Video und lässt es einbetten.") % {"platform": frame.platform})]


def frame_of(url: str) -> Frame:
    """The embeddable form of a video's address. Raises SettingIsWrong for what we do not know."""
    name = host(url)
    if name == "youtu.be" or name in YOUTUBE:
        found = _youtube(url)
    elif name in VIMEO:
        found = _vimeo(url)
    else:
        found = _peertube(url)
    if found is None:
        raise SettingIsWrong("url", _("Das ist keine Adresse eines Videos bei YouTube, Vimeo oder PeerTube."))
    return found


def _youtube(url: str) -> Frame | None:
    parts = urlsplit(url)
    home = "https://www.youtube-nocookie.com/embed"
    captions = "cc_load_policy=1&cc_lang_pref={language}&hl={language}"
    if channel := YOUTUBE_CHANNEL.fullmatch(parts.path):
        return Frame("YouTube", f"{home}/live_stream?channel={channel[1]}", "", captions)
    short = re.fullmatch(r"/([\w-]{11})", parts.path) if parts.hostname == "youtu.be" else None
    asked = re.fullmatch(r"[\w-]{11}", parse_qs(parts.query).get("v", [""])[0]) if parts.path == "/watch" else None
    within = YOUTUBE_PATH.fullmatch(parts.path)
    video = short[1] if short else asked[0] if asked else within[1] if within else ""
    if not video:
        return None
    return Frame("YouTube", f"{home}/{video}?rel=0", f"https://www.youtube.com/watch?v={video}", captions)


def _vimeo(url: str) -> Frame | None:
    parts = urlsplit(url)
    if event := VIMEO_EVENT.fullmatch(parts.path):
        secret = f"/{event[2]}" if event[2] else ""
        return Frame("Vimeo", f"https://vimeo.com/event/{event[1]}/embed{secret}", "", "texttrack={language}")
    if not (video := VIMEO_PATH.fullmatch(parts.path)):
        return None
    given = parse_qs(parts.query).get("h", [""])[0]
    secret = video[2] or (given if re.fullmatch(r"[0-9a-f]+", given) else "")
    address = f"https://player.vimeo.com/video/{video[1]}?dnt=1{'&h=' + secret if secret else ''}"
    return Frame(
        "Vimeo", address, f"https://vimeo.com/{video[1]}{'/' + secret if secret else ''}", "texttrack={language}"
    )


def _peertube(url: str) -> Frame | None:
    """Any server may be a PeerTube; its paths tell. `p2p=0`: nobody's address goes to other viewers."""
    if not (video := PEERTUBE_PATH.fullmatch(urlsplit(url).path)):
        return None
    home = origin(url)
    address = f"{home}/videos/embed/{video[1]}?p2p=0&warningTitle=0&peertubeLink=0"
    return Frame("PeerTube", address, f"{home}/w/{video[1]}", "subtitle={language}")


def _oembed(frame: Frame) -> str:
    home = {"YouTube": "https://www.youtube.com/oembed", "Vimeo": "https://vimeo.com/api/oembed.json"}
    base = home.get(frame.platform, f"{origin(frame.watch_url)}/services/oembed")
    return f"{base}?url={quote(frame.watch_url, safe='')}&format=json"
