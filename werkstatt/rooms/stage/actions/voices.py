"""Taking part: a person who is registered, or a guest with a pseudonym."""

from datetime import datetime

from django.db import IntegrityError, transaction

from werkstatt.foundation.people.choices import Purpose
from werkstatt.foundation.people.models import Consent, Person
from werkstatt.rooms.stage import wording
from werkstatt.rooms.stage.models import Stage, Voice


class NameIsTaken(Exception):
    """Another guest on this stage is called so."""


def join_stage(*, stage: Stage, person: Person, channel: str, now: datetime) -> Voice:
    """The person's voice on this stage: made once, later only noted as seen. Her channel follows her booking."""
    known = Voice.objects.filter(stage=stage, person=person)
    if known.update(seen_at=now, channel=channel):
        return known.get()
    is_listed = Consent.objects.filter(
        person=person,
        purpose=Purpose.PARTICIPANT_LIST,
        context=f"edition:{stage.session.edition.slug}",
        withdrawn_at=None,
    ).exists()
    values = {"channel": channel, "joined_at": now, "seen_at": now, "is_listed": is_listed}
    return Voice.objects.get_or_create(stage=stage, person=person, defaults=values)[0]


@transaction.atomic
def join_as_guest(*, stage: Stage, pseudonym: str, channel: str, now: datetime) -> Voice:
    """A new guest. Raises NameIsTaken and the refusals of `wording.name`."""
    name = wording.name(pseudonym)
    try:
        with transaction.atomic():
            return Voice.objects.create(stage=stage, pseudonym=name, channel=channel, joined_at=now, seen_at=now)
    except IntegrityError as error:
        raise NameIsTaken from error


def show_presence(*, voice: Voice, is_listed: bool) -> None:
    """Whether her name stands among those who are here."""
    Voice.objects.filter(pk=voice.pk).update(is_listed=is_listed)
    voice.is_listed = is_listed
