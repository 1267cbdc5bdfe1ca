"""Who speaks: one row across editions."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from werkstatt.foundation.kernel.blobs import store
from werkstatt.foundation.kernel.normalise import clean_line, clean_text, sort_key
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Speaker

TITLES = {"dr.", "prof.", "prof", "dr", "dipl.-ing.", "ing."}


class SpeakerIsNeeded(Exception):
    """Somebody who stands in a programme cannot be deleted."""


@dataclass(frozen=True)
class SpeakerEntry:
    """What is said about a speaker. `photo`: a new one as WebP; None keeps the one there is, b"" removes it."""

    name: str
    organisation_name: str = ""
    position: str = ""
    about: str = ""
    about_en: str = ""
    photo: bytes | None = None
    photo_credit: str = ""
    person: Person | None = None


def sort_name_of(name: str) -> str:
    """Last name first, as a German list sorts: Dr. Maria Öztürk -> ozturk maria."""
    words = [word for word in name.split() if word.lower() not in TITLES] or name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


@transaction.atomic
def save_speaker(
    *, entry: SpeakerEntry, now: datetime, speaker: Speaker | None = None, by: Person | None = None
) -> Speaker:
    """Enter or change a speaker. The address (slug) of an existing speaker stays as it is."""
    speaker = speaker or Speaker(slug=_free_slug(entry.name))
    is_new = speaker.pk is None
    speaker.name = clean_line(entry.name)
    speaker.sort_name = sort_name_of(speaker.name)
    speaker.organisation_name = clean_line(entry.organisation_name)
    speaker.position = clean_line(entry.position)
    speaker.about = clean_text(entry.about)
    speaker.about_en = clean_text(entry.about_en)
    if entry.photo is not None:
        speaker.photo = store(entry.photo, "image/webp") if entry.photo else None
    speaker.photo_credit = clean_line(entry.photo_credit)
    speaker.person = entry.person
    speaker.save()
    verb = "speaker_entered" if is_new else "speaker_edited"
    log.record(verb=verb, subject=f"speaker:{speaker.slug}", at=now, actor=by, name=speaker.name)
    return speaker


@transaction.atomic
def delete_speaker(*, speaker: Speaker, now: datetime, by: Person | None = None) -> None:
    """Remove a speaker whom no session needs. Raises SpeakerIsNeeded."""
    slug, name = speaker.slug, speaker.name
    try:
        with transaction.atomic():
            speaker.delete()
    except ProtectedError as error:
        raise SpeakerIsNeeded(name) from error
    log.record(verb="speaker_deleted", subject=f"speaker:{slug}", at=now, actor=by, name=name)


def _free_slug(name: str) -> str:
    stem = slugify(sort_key(name))[:44] or "person"
    taken = set(Speaker.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
