"""Hot commands: votes, support, reactions, messages. Many at once become one transaction.

A room registers its function in `hot.py`, imported from its AppConfig.ready::

    @hot_command("stage.vote", per_minute=120)
    def cast(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]: ...

The function runs inside one transaction for all commands of at most 10 ms and answers each in its order. When it fails,
every command is tried again alone, so that one cannot spoil the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction


@dataclass(frozen=True)
class Command:
    """What one listener wants, as her form said it. `topic` is the place of her ticket, `topics` all it allows.

    `data` comes from outside: every value is text, or a list of texts where a field was sent more than once.
    """

    listener: str
    topic: str
    data: Mapping[str, Any]
    key: str = ""
    channel: str = ""
    topics: tuple[str, ...] = ()
    language: str = "de"


@dataclass(frozen=True)
class Reply:
    """What the sender alone learns. `mine`: keys that are hers now (True) or no longer. `put`: fragments for her page,
    as `{"id", "into", "order", "html"}`. `error`: why nothing was done, in a sentence (a lazy translation)."""

    mine: Mapping[str, bool] = field(default_factory=dict)
    put: Sequence[Mapping[str, str]] = ()
    say: Any = ""
    error: Any = ""


class Handler(Protocol):
    def __call__(self, commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]: ...


@dataclass(frozen=True)
class HotCommand:
    name: str
    handler: Handler
    per_minute: int


class CommandIsUnknown(LookupError):
    """No room has registered a hot command of this name."""


_known: dict[str, HotCommand] = {}


def hot_command(name: str, *, per_minute: int) -> Callable[[Handler], Handler]:
    """Register a function for commands of this name; each listener may send `per_minute` of them."""

    def register(handler: Handler) -> Handler:
        _known[name] = HotCommand(name, handler, per_minute)
        return handler

    return register


def named(name: str) -> HotCommand:
    """Raises CommandIsUnknown."""
    try:
        return _known[name]
    except KeyError:
        raise CommandIsUnknown(name) from None


def perform(name: str, command: Command, *, now: datetime) -> Reply:
    """One command alone: for the ordinary view behind the same form, where there is no JavaScript."""
    with transaction.atomic():
        (reply,) = named(name).handler([command], now=now)
    return reply
