"""One way to write down who did what."""

from collections.abc import Iterable
from datetime import datetime

from werkstatt.foundation.people.models import LogEntry, Person


def record(
    *, verb: str, subject: str, at: datetime, actor: Person | None = None, scope: str = "", **facts: object
) -> None:
    """Note that `actor` did `verb` to `subject`; call it inside the action's transaction."""
    entry(verb=verb, subject=subject, at=at, actor=actor, scope=scope, **facts).save(force_insert=True)


def record_all(entries: Iterable[LogEntry]) -> None:
    """Several notes, made by `entry`, in one statement."""
    LogEntry.objects.bulk_create(entries)


def entry(
    *, verb: str, subject: str, at: datetime, actor: Person | None = None, scope: str = "", **facts: object
) -> LogEntry:
    """A note for `record_all`, not written down yet."""
    return LogEntry(at=at, actor=actor, verb=verb, subject=subject, scope=scope, facts=facts)
