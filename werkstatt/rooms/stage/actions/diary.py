"""What every act of the moderation begins and ends with: the stage's row is locked, and the log says who did what."""

from datetime import datetime

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.models import LogEntry, Stage, Voice


class StageIsEnded(Exception):
    """The stage is over; what it holds is a record now."""


def locked(stage: Stage) -> Stage:
    """The stage as it stands now. Acts of the moderation come one after another; contributions need not wait."""
    stages = Stage.objects.select_related("session__edition", "hall_poll").select_for_update(of=("self",), no_key=True)
    return stages.get(pk=stage.pk)


def note(
    stage: Stage, verb: str, *, by: Person | None, now: datetime, voice: Voice | None = None, **facts: object
) -> None:
    """Write down who did what, and whom it concerned."""
    LogEntry.objects.create(stage=stage, at=now, actor=by, voice=voice, verb=verb, facts=facts)
