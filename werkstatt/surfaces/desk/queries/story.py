"""What was done in an edition, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import LogEntry
from werkstatt.surfaces.desk.words import sentence


@dataclass(frozen=True)
class Told:
    at: datetime
    sentence: str


def log_of(edition: Edition) -> QuerySet[LogEntry]:
    """Everything that was done in this edition."""
    return LogEntry.objects.filter(scope=f"edition:{edition.slug}").select_related("actor")


def log_about(subject: str) -> QuerySet[LogEntry]:
    """Everything that was done to one thing, e.g. `order:NEO22-7K3Q`."""
    return LogEntry.objects.filter(Q(subject=subject)).select_related("actor")


def told(entries: QuerySet[LogEntry], most: int) -> list[Told]:
    """The newest `most` entries in words. One query."""
    return [Told(entry.at, sentence(entry)) for entry in entries[:most]]
