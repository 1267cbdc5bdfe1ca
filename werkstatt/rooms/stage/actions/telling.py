"""A word afterwards: the record is published, to those who took part and to those who put the session on their plan."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.kernel.addresses import absolute
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.permissions import booked_channels
from werkstatt.rooms.stage.queries import WITH_SESSION
from werkstatt.services.mailing.actions import write_mails
from werkstatt.services.mailing.letter import Letter


@transaction.atomic
def tell_readers(*, stage: int, now: datetime) -> int:
    """Write to everybody who may read the record; once per session and person, however often it is published. How many.

    A record that was withdrawn meanwhile is told to nobody. Guests left no address; who was blocked is not written to.
    """
    found = Stage.objects.select_related(*WITH_SESSION).filter(pk=stage).first()
    if found is None or not found.record_is_public or found.state != StageState.ENDED:
        return 0
    took_part = Person.objects.filter(voices__stage=found, voices__blocked_at=None, is_active=True)
    letters = [_letter(found, person, took_part=True) for person in took_part]
    starred = list(Person.objects.filter(stars__session=found.session_id, is_active=True).exclude(voices__stage=found))
    channels = booked_channels(starred, found.session)
    letters += [_letter(found, person, took_part=False) for person in starred if person.pk in channels]
    return write_mails(letters, now=now)


def _letter(stage: Stage, person: Person, *, took_part: bool) -> Letter:
    session, language = stage.session, person.language
    place = session.edition.slug, session.code
    return Letter.to(
        person,
        kind="stage_record",
        edition=session.edition,
        template="stage/mails/stage_record",
        context={
            "person": person,
            "session": session,
            "took_part": took_part,
            "record": absolute("stage:record", *place, language=language),
            "feedback": absolute("stage:feedback", *place, language=language),
        },
        once_key=f"stage_record:{session.pk}:{person.pk}",
        subject_key=f"session:{session.code}",
    )
