"""Opening a stage for a session."""

from datetime import datetime

from django.db import IntegrityError, transaction

from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage import codes
from werkstatt.rooms.stage.models import Stage

TRIES = 5


class SessionHasNoStage(Exception):
    """A break or a cancelled session is nothing to take part in."""


@transaction.atomic
def open_stage(*, session: Session, now: datetime, by: Person | None = None, code: str = "") -> Stage:
    """The stage of the session, made if it is not there yet. Raises SessionHasNoStage."""
    if (earlier := Stage.objects.filter(session=session).first()) is not None:
        return earlier
    if session.is_cancelled or session.format == SessionFormat.BREAK:
        raise SessionHasNoStage
    stage = _made(session, code, now=now)
    scope = f"edition:{session.edition.slug}"
    subject = f"session:{session.code}"
    log.record(verb="stage_opened", subject=subject, at=now, actor=by, scope=scope, title=session.title)
    return stage


def _made(session: Session, code: str, *, now: datetime) -> Stage:
    """With a fresh code; whoever opened it at the same moment has won."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return Stage.objects.create(session=session, code=code or codes.draw(), opened_at=now)
        except IntegrityError:
            if (other := Stage.objects.filter(session=session).first()) is not None:
                return other
            if attempt == TRIES - 1:
                raise
            code = ""
    raise AssertionError
