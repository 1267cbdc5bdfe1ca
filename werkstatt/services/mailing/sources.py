"""Where attachments come from that are made when the mail goes out. Rooms register them; services stay strangers."""

from collections.abc import Callable

Source = Callable[[int], tuple[bytes, str]]

_sources: dict[str, Source] = {}


class SourceIsUnknown(LookupError):
    """No room has registered a source of this name."""


def register(name: str, source: Source) -> None:
    """`source(17)` gives (bytes, media type) for the key `name:17`."""
    _sources[name] = source


def fetch(key: str) -> tuple[bytes, str]:
    """Bytes and media type of a key such as `document:17`."""
    name, _, reference = key.partition(":")
    if name not in _sources or not reference.isdigit():
        raise SourceIsUnknown(key)
    return _sources[name](int(reference))
