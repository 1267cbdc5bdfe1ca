from werkstatt.foundation.events.models import Edition, Room
from werkstatt.foundation.kernel.seal import SealIsBroken, unseal
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers import provider_of
from werkstatt.services.media.providers.provider import Origins, Place, origin


def source_of(room: Room) -> VideoSource | None:
    return VideoSource.objects.filter(room=room).select_related("room").first()


def source_by_key(key: str) -> VideoSource | None:
    return VideoSource.objects.filter(key=key).select_related("room__edition").first()


def sources_in(edition: Edition) -> dict[int, VideoSource]:
    """By the room's id."""
    return {source.room_id: source for source in VideoSource.objects.filter(room__edition=edition)}


def place_of(source: VideoSource) -> Place:
    """The room as its provider knows it. A secret that can no longer be read is missing: the check says so."""
    secrets = {name: text for name, sealed in source.sealed.items() if (text := _readable(sealed))}
    return Place(source.key, source.room.name, source.settings, secrets, source.captions_language)


def lost_secrets(source: VideoSource) -> list[str]:
    """Names of secrets sealed with a key this house no longer has."""
    return [name for name, sealed in source.sealed.items() if not _readable(sealed)]


def origins_of(source: VideoSource) -> Origins:
    """What a page with this video takes from elsewhere: the provider's part, and captions, second picture, sound."""
    own = provider_of(source.kind).origins(place_of(source))
    more = tuple(dict.fromkeys(origin(url) for url in further_addresses(source)))
    return Origins(own.frame, (*own.media, *more), (*own.connect, *more), own.worker, own.devices)


def further_addresses(source: VideoSource) -> list[str]:
    """What our player loads beside the video itself."""
    second = [source.second_url] if is_stream(source.second_url) else []
    return [url for url in (source.captions_url, source.audio_url, *second) if url]


def is_stream(url: str) -> bool:
    return url.partition("?")[0].endswith(".m3u8")


def _readable(sealed: str) -> str:
    try:
        return unseal(sealed)
    except SealIsBroken:
        return ""
