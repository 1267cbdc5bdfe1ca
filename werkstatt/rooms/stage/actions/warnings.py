"""A word before it begins, to those who put the session on their plan."""

from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.events.choices import EditionState
from werkstatt.foundation.kernel.addresses import absolute
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionState
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.permissions import booked_channels
from werkstatt.rooms.stage.queries import WITH_SESSION
from werkstatt.services.mailing.actions import write_mails
from werkstatt.services.mailing.letter import Letter

AHEAD = timedelta(minutes=20)


def warn_everyone(*, now: datetime) -> int:
    """Write to whoever starred a session that begins within `AHEAD`; once per stage and person. How many."""
    due = Stage.objects.filter(
        warned_at=None,
        state=StageState.WAITING,
        session__starts_at__gt=now,
        session__starts_at__lte=now + AHEAD,
        session__state=SessionState.PLANNED,
        session__edition__state=EditionState.PUBLIC,
    )
    return sum(_warn(key, now=now) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _warn(key: int, *, now: datetime) -> int:
    """A second worker waits for the first and then finds nothing to do."""
    stages = Stage.objects.select_for_update(of=("self",)).select_related(*WITH_SESSION)
    stage = stages.filter(pk=key, warned_at=None).first()
    if stage is None:
        return 0
    starred = list(Person.objects.filter(stars__session=stage.session_id, is_active=True).distinct())
    channels = booked_channels(starred, stage.session)
    letters = [_letter(stage, person, channels[person.pk]) for person in starred if person.pk in channels]
    Stage.objects.filter(pk=key).update(warned_at=now)
    return write_mails(letters, now=now)


def _letter(stage: Stage, person: Person, channel: str) -> Letter:
    session, language = stage.session, person.language
    return Letter.to(
        person,
        kind="stage_begins",
        edition=session.edition,
        template="stage/mails/stage_begins",
        context={
            "person": person,
            "session": session,
            "channel": channel,
            "page": absolute("stage:stage", session.edition.slug, session.code, language=language),
        },
        once_key=f"stage_begins:{stage.pk}:{person.pk}",
        subject_key=f"session:{session.code}",
    )
