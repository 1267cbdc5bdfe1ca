"""Where attachments come from that are made when the mail goes out. Rooms register them; services stay strangers."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db import transaction

File = tuple[bytes, str]  # the bytes and their media type
Source = Callable[[Collection[int]], Mapping[int, File]]

logger = logging.getLogger(__name__)
_sources: dict[str, Source] = {}


class SourceIsUnknown(LookupError):
    """No room has registered a source of this name, or it has nothing under this key."""


def register(name: str, source: Source) -> None:
    """`source({17, 18})` gives (bytes, media type) by number, for the keys `name:17` and `name:18`."""
    _sources[name] = source


def fetch(key: str) -> File:
    """Bytes and media type of a key such as `document:17`."""
    name, _, reference = key.partition(":")
    if name not in _sources or not reference.isdigit():
        raise SourceIsUnknown(key)
    number = int(reference)
    try:
        return _ask(name, {number})[number]
    except KeyError as missing:
        raise SourceIsUnknown(key) from missing


def gather(keys: Iterable[str]) -> dict[str, File]:
    """What can be had of these keys, each source asked once. What is missing here, `fetch` knows the reason of."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        name, _, reference = key.partition(":")
        if name in _sources and reference.isdigit():
            wanted.setdefault(name, set()).add(int(reference))
    found: dict[str, File] = {}
    for name, numbers in wanted.items():
        try:
            files = _ask(name, numbers)
        except Exception:
            logger.exception("Not all of %s could be had at once, so each is asked for alone", name)
        else:
            found |= {f"{name}:{number}": file for number, file in files.items()}
    return found


def _ask(name: str, numbers: Collection[int]) -> Mapping[int, File]:
    with transaction.atomic():  # a source that fails in the database must not spoil what its caller does
        return _sources[name](numbers)
