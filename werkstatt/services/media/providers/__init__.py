"""All providers by kind."""

from werkstatt.services.media.choices import Kind
from werkstatt.services.media.providers.bigbluebutton import BigBlueButton
from werkstatt.services.media.providers.embed import Embed
from werkstatt.services.media.providers.hls import Hls
from werkstatt.services.media.providers.jitsi import Jitsi
from werkstatt.services.media.providers.link import Link
from werkstatt.services.media.providers.livekit import LiveKit
from werkstatt.services.media.providers.provider import VideoProvider

_ALL: tuple[VideoProvider, ...] = (Hls(), BigBlueButton(), Jitsi(), LiveKit(), Embed(), Link())
PROVIDERS: dict[Kind, VideoProvider] = {provider.kind: provider for provider in _ALL}


def provider_of(kind: str) -> VideoProvider:
    return PROVIDERS[Kind(kind)]
