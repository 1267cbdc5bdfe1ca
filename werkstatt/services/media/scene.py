"""What a page shows of a room's video, before and after one has entered."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import gettext as _

from werkstatt.foundation.kernel.policy import widen
from werkstatt.services.media.choices import Kind
from werkstatt.services.media.consent import has_agreed
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers import provider_of
from werkstatt.services.media.providers.provider import Guest, JoinInfo, Words, host
from werkstatt.services.media.queries import is_stream, origins_of, place_of
from werkstatt.services.media.tickets import issue_ticket

PARTS = {
    Kind.HLS: "media/_stream.html",
    Kind.EMBED: "media/_embed.html",
    Kind.LINK: "media/_link.html",
}


@dataclass(frozen=True)
class Scene:
    """Everything `media/video.html` needs. `entered` is how this person is in, once she is."""

    source: VideoSource
    title: str
    part: str
    opening: Words
    notice: Words
    ticket: str
    next_url: str
    host: str
    talks: bool
    second_is_stream: bool
    has_agreed: bool = False
    entered: JoinInfo | None = None
    problem: Words = ""

    def with_entry(self, info: JoinInfo) -> "Scene":
        return replace(self, entered=info)

    def with_problem(self, words: Words) -> "Scene":
        return replace(self, problem=words)


def scene_of(source: VideoSource, guest: Guest, request: HttpRequest, *, next_url: str = "") -> Scene:
    """The scene for this guest; it opens the page's policy for exactly what the video needs."""
    provider, place, needed = provider_of(source.kind), place_of(source), origins_of(source)
    widen(request, frame=needed.frame, media=needed.media, connect=needed.connect, devices=needed.devices)
    name = host(needed.frame[0]) if needed.frame else ""
    return Scene(
        source=source,
        title=_("Video: %(room)s") % {"room": source.room.name},
        part=PARTS.get(Kind(source.kind), "media/_room.html"),
        opening=provider.opening,
        notice=source.notice or provider.notice(place),
        ticket=issue_ticket(source, guest, request),
        next_url=next_url or request.get_full_path(),
        host=name,
        talks=provider.can.talking,
        second_is_stream=is_stream(source.second_url),
        has_agreed=has_agreed(request, name),
    )
