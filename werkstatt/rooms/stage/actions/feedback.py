"""What people say about a session when it is over: one voice, one answer, changed by giving it again."""

from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.kernel.normalise import clean_text
from werkstatt.foundation.people import log
from werkstatt.rooms.stage.models import Feedback, Voice

TEXT_LENGTH = 1000
TEXTS_KEPT = timedelta(days=365)  # after the end of the stage; the ratings stay as numbers


@transaction.atomic
def give_feedback(*, voice: Voice, rating: int, kept: str, missed: str, now: datetime) -> None:
    """One row a voice, however often and from however many devices at once; the last one counts."""
    given = Feedback(
        stage_id=voice.stage_id,
        voice=voice,
        rating=rating,
        kept=clean_text(kept)[:TEXT_LENGTH],
        missed=clean_text(missed)[:TEXT_LENGTH],
        given_at=now,
    )
    Feedback.objects.bulk_create(
        [given],
        update_conflicts=True,
        unique_fields=["stage", "voice"],
        update_fields=["rating", "kept", "missed", "given_at"],
    )


@transaction.atomic
def forget_texts(*, now: datetime) -> int:
    """The words of feedback go a year after the stage has ended. How many were emptied."""
    due = Feedback.objects.filter(stage__ended_at__lt=now - TEXTS_KEPT).exclude(kept="", missed="")
    emptied = due.update(kept="", missed="")
    if emptied:
        log.record(verb="feedback_texts_forgotten", subject="stage", at=now, number=emptied)
    return emptied
