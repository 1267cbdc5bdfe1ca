"""What every provider of video can be asked. A new provider is one small file beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, Protocol
from urllib.parse import urlsplit

from django.conf import settings as house
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.policy import ORIGIN
from werkstatt.services.media.choices import Kind, Mode, Role

Words = str | Promise


class VideoIsAway(Exception):
    """The provider does not answer, or refuses. `words`: what a person can read; never a secret."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class CannotDo(Exception):
    """This provider has no such thing; its capabilities say so."""


class SettingIsWrong(Exception):
    """A setting that cannot work. `name` is the field, `words` the reason and the way to mend it."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__(f"{name}: {words}")
        self.name, self.words = name, words


@dataclass(frozen=True)
class Setting:
    """One thing to enter at the desk. A `secret` is sealed and never shown again."""

    name: str
    label: Words
    kind: Literal["address", "text", "choice", "secret", "long_secret"] = "text"
    hint: Words = ""
    choices: Sequence[tuple[str, Words]] = ()
    default: str = ""
    is_required: bool = True

    @property
    def is_secret(self) -> bool:
        return self.kind in {"secret", "long_secret"}


@dataclass(frozen=True)
class Place:
    """An online room as a provider knows it. `language` is that of the captions wanted."""

    key: str
    title: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = "de"


@dataclass(frozen=True)
class Guest:
    """Who wants in. `key` is opaque and stable for one person in one room."""

    name: str
    role: Role
    key: str


@dataclass(frozen=True)
class JoinInfo:
    """How this one person gets in. `url` and `token` are hers alone and end at `expires_at`."""

    mode: Mode
    url: str = field(repr=False)
    token: str = field(default="", repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Capabilities:
    lobby: bool = False
    recording: bool = False
    captions: bool = False
    breakout: bool = False
    dial_in: bool = False
    talking: bool = False  # everybody can speak, not only watch
    max_people: int | None = None


@dataclass(frozen=True)
class Status:
    is_open: bool
    people: int | None = None


@dataclass(frozen=True)
class Recording:
    title: str
    url: str
    started_at: datetime | None
    minutes: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing a check found out, in plain words."""

    is_ok: bool
    words: Words


@dataclass(frozen=True)
class Origins:
    """What a page with this video may take from elsewhere; for `policy.widen`."""

    frame: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()
    worker: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


class VideoProvider(Protocol):
    @property
    def kind(self) -> Kind: ...
    @property
    def settings(self) -> Sequence[Setting]: ...
    @property
    def can(self) -> Capabilities: ...
    @property
    def says(self) -> Words: ...
    @property
    def opening(self) -> Words: ...

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]: ...
    def notice(self, place: Place) -> Words: ...
    def origins(self, place: Place) -> Origins: ...
    def ensure_room(self, place: Place) -> None: ...
    def join(self, place: Place, guest: Guest, *, now: datetime) -> JoinInfo: ...
    def end(self, place: Place) -> None: ...
    def status(self, place: Place) -> Status: ...
    def recordings(self, place: Place) -> list[Recording]: ...
    def check(self, place: Place, *, now: datetime) -> list[Finding]: ...


class Provider:
    """What most providers have in common: nothing to prepare, nothing to end, nothing recorded."""

    kind: ClassVar[Kind]
    settings: ClassVar[tuple[Setting, ...]]
    says: ClassVar[Words]
    can: ClassVar[Capabilities] = Capabilities()
    opening: ClassVar[Words] = _("Video öffnen")

    def validated(self, settings: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
        """The settings as they are kept. Raises SettingIsWrong."""
        return dict(settings)

    def origins(self, place: Place) -> Origins:
        return Origins()

    def ensure_room(self, place: Place) -> None:
        """Make the room at the provider unless it is there. Raises VideoIsAway."""

    def end(self, place: Place) -> None:
        raise CannotDo

    def status(self, place: Place) -> Status:
        raise CannotDo

    def recordings(self, place: Place) -> list[Recording]:
        return []


def origin(url: str) -> str:
    """`https://meet.example:8443/path` -> `https://meet.example:8443`"""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def host(url: str) -> str:
    return urlsplit(url).hostname or ""


def https(name: str, url: str, scheme: str = "https") -> str:
    """The address without a slash at its end. Raises SettingIsWrong unless it is an https address of a host, or ours."""
    try:
        parts = urlsplit(url.strip())
        is_ours = scheme == "https" and origin(url.strip()) == house.BASE_URL
        is_good = (parts.scheme == scheme or is_ours) and parts.hostname and not parts.username and (parts.port or 1)
    except ValueError:
        is_good = False
    if not is_good or not ORIGIN.fullmatch(origin(url.strip())):
        words = _("Bitte geben Sie eine Adresse an, die mit %(scheme)s:// beginnt.")
        raise SettingIsWrong(name, words % {"scheme": scheme})
    return url.strip().rstrip("/")
