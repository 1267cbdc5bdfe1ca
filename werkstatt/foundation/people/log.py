"""One way to write down who did what."""

from datetime import datetime

from werkstatt.foundation.people.models import LogEntry, Person


def record(
    *, verb: str, subject: str, at: datetime, actor: Person | None = None, scope: str = "", **facts: object
) -> None:
    """Note that `actor` did `verb` to `subject`; call it inside the action's transaction."""
    LogEntry.objects.create(at=at, actor=actor, verb=verb, subject=subject, scope=scope, facts=facts)


def record_all(*, verb: str, subjects: list[str], at: datetime, actor: Person | None = None, scope: str = "") -> None:
    """The same note for several things, in one statement."""
    LogEntry.objects.bulk_create(
        LogEntry(at=at, actor=actor, verb=verb, subject=subject, scope=scope) for subject in subjects
    )
