"""Telling the moderation that something is out of place."""

from datetime import datetime

from django.db import IntegrityError, transaction

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.rooms.stage.models import Message, Question, Report, Voice
from werkstatt.rooms.stage.news import desk

REASON_LENGTH = 300


@transaction.atomic
def report(*, voice: Voice, thing: Question | Message, reason: str, now: datetime) -> Report:
    """A report for the moderation. The same voice reports a thing once; her first words stand."""
    about: dict[str, Question | Message] = {"question" if isinstance(thing, Question) else "message": thing}
    try:
        with transaction.atomic():
            made = Report.objects.create(
                stage=voice.stage,
                reporter=voice,
                reason=clean_line(reason[: 10 * REASON_LENGTH])[:REASON_LENGTH],
                reported_at=now,
                **about,
            )
    except IntegrityError:
        return Report.objects.get(reporter=voice, **about)
    desk.report_made(made, now=now)
    return made
