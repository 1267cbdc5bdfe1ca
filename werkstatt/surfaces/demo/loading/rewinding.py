"""The clock goes back: what has not happened yet is gone, also what visitors of the demo added."""

from datetime import datetime

from django.db.models import Q

from werkstatt.foundation.trail.kinds import ref
from werkstatt.foundation.trail.models import Link
from werkstatt.rooms.stage.models import Ballot, Report, Stage, Support
from werkstatt.rooms.stage.news.stage import stage_changed


def rewind_stage(stage: Stage, *, now: datetime) -> None:
    """As it was when it was opened, with the same key and code: open pages find the new story under the old topic."""
    _empty(stage)
    fresh = Stage(pk=stage.pk, session=stage.session, code=stage.code, opened_at=stage.opened_at)
    fresh.save(force_update=True)
    stage_changed(fresh, now=now)


def close_stage(stage: Stage, *, now: datetime) -> None:
    """There is no stage yet; open pages learn it."""
    _empty(stage)
    stage_changed(stage, now=now)
    stage.delete()


def _empty(stage: Stage) -> None:
    """Contributions before voices: the database keeps a voice that has said something."""
    named = [ref("stage.question", key) for key in stage.questions.values_list("pk", flat=True)]
    named += [ref("stage.poll", key) for key in stage.polls.values_list("pk", flat=True)]
    Link.objects.filter(Q(source__in=named) | Q(target__in=named)).delete()
    for rows in (
        Report.objects.filter(stage=stage),
        Support.objects.filter(question__stage=stage),
        Ballot.objects.filter(poll__stage=stage),
        stage.feedback,
        stage.hands,
        stage.messages,
        stage.questions,
        stage.polls,
        stage.materials,
        stage.reaction_counts,
        stage.listener_counts,
        stage.log,
        stage.voices,
    ):
        rows.all().delete()
    stage.co_moderators.clear()
