"""Which results there are, told by the rooms that hold them.

Rooms above register once, in `apps.py`::

    kinds.register(Kind("stage.question", _("Frage"), tell=tell_questions))

so that the trail can name what it does not know. A ref is the kind's name and a key: `stage.question:12`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Told:
    """A result in words. `url` is its own page, `note` a quiet second line; no name of whom may not be named."""

    title: str
    url: str = ""
    note: str = ""
    at: datetime | None = None


Tell = Callable[[Iterable[int]], Mapping[int, Told]]


@dataclass(frozen=True)
class Kind:
    """`name` is app and model, `noun` what people call it; `tell` leaves out what is gone or must not be shown."""

    name: str
    noun: str | Promise
    tell: Tell


@dataclass(frozen=True)
class Result:
    """Something one can name, as it stands now."""

    ref: str
    noun: str | Promise
    told: Told


class KindIsUnknown(Exception):
    """No room has registered this kind of result."""


_registered: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _registered[kind.name] = kind


def ref(name: str, key: int) -> str:
    """`ref("stage.question", 12)` -> `stage.question:12`. Raises KindIsUnknown."""
    if name not in _registered:
        raise KindIsUnknown(name)
    return f"{name}:{key}"


def results(refs: Iterable[str]) -> dict[str, Result]:
    """Those of the refs that can be told, one question to each room."""
    keys: dict[str, list[int]] = {}
    for each in set(refs):
        name, _colon, key = each.partition(":")
        if name in _registered:
            keys.setdefault(name, []).append(int(key))
    return {
        f"{name}:{key}": Result(f"{name}:{key}", _registered[name].noun, told)
        for name, wanted in keys.items()
        for key, told in _registered[name].tell(wanted).items()
    }
