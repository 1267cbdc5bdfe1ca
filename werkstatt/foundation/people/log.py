"""One way to write down who did what."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from werkstatt.foundation.people.models import LogEntry, Person

_gathered: ContextVar[list[LogEntry] | None] = ContextVar("gathered", default=None)


def record(
    *, verb: str, subject: str, at: datetime, actor: Person | None = None, scope: str = "", **facts: object
) -> None:
    """Note that `actor` did `verb` to `subject`; call it inside the action's transaction."""
    record_all([entry(verb=verb, subject=subject, at=at, actor=actor, scope=scope, **facts)])


def record_all(entries: Iterable[LogEntry]) -> None:
    """Several notes, made by `entry`, in one statement."""
    if (gathered := _gathered.get()) is not None:
        gathered.extend(entries)
    else:
        LogEntry.objects.bulk_create(entries)


@contextmanager
def one_statement() -> Iterator[None]:
    """All notes taken inside are written at the end, in their order; for an action that calls several others."""
    entries: list[LogEntry] = []
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    record_all(entries)


def entry(
    *, verb: str, subject: str, at: datetime, actor: Person | None = None, scope: str = "", **facts: object
) -> LogEntry:
    """A note for `record_all`, not written down yet."""
    return LogEntry(at=at, actor=actor, verb=verb, subject=subject, scope=scope, facts=facts)
