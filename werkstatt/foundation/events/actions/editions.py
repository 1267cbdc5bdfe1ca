"""An edition from scratch, its texts and settings, and its way from draft to archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from werkstatt.foundation.events.actions.roles import grant_role
from werkstatt.foundation.events.changes import apply
from werkstatt.foundation.events.choices import EditionState, RoleKind
from werkstatt.foundation.events.logos import reencode
from werkstatt.foundation.events.models import Day, Edition, Series
from werkstatt.foundation.kernel import blobs
from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person

TEXTS = (
    "summary",
    "summary_en",
    "about",
    "about_en",
    "on_site_includes",
    "on_site_includes_en",
    "online_includes",
    "online_includes_en",
)
EDITABLE = (
    "title",
    "motto",
    *TEXTS,
    "time_zone",
    "contact_email",
    "contact_phone",
    "contact_name",
    "registration_opens_at",
    "registration_closes_at",
    "hold_minutes",
    "payment_term_days",
    "channel_change_until_days",
    "accent_color",
    "action_color",
    "typeface",
    "logo_text",
)


class SlugIsTaken(Exception):
    """Another edition has this short name in its address."""


class NothingToPublish(Exception):
    """An edition without days cannot be shown."""


@dataclass(frozen=True)
class EditionFacts:
    """What a new edition needs to exist at all."""

    title: str
    slug: str
    days: tuple[date, ...] = ()


@transaction.atomic
def create_edition(*, series: Series, facts: EditionFacts, by: Person | None, now: datetime) -> Edition:
    """A draft with its days; whoever creates it organises it. Raises SlugIsTaken."""
    try:
        with transaction.atomic():
            edition = Edition.objects.create(series=series, title=clean_line(facts.title), slug=facts.slug)
    except IntegrityError as error:
        raise SlugIsTaken from error
    Day.objects.bulk_create([Day(edition=edition, on=on) for on in sorted(set(facts.days))])
    if by is not None:
        grant_role(edition=edition, person=by, kind=RoleKind.ORGANISER, by=by, now=now)
    _note("edition_created", edition, by, now)
    return edition


@transaction.atomic
def edit_edition(*, edition: Edition, changes: Mapping[str, object], by: Person | None, now: datetime) -> Edition:
    """Change texts and settings; names of fields as in the model, others are ignored."""
    if changed := apply(edition, changes, EDITABLE, texts=TEXTS):
        edition.save(update_fields=changed)
        _note("edition_edited", edition, by, now, fields=changed)
    return edition


@transaction.atomic
def set_logo(*, edition: Edition, content: bytes | None, logo_text: str, by: Person | None, now: datetime) -> Edition:
    """Keep a newly encoded copy of the picture (None removes it). Raises logos.NotAPicture."""
    edition.logo = blobs.store(reencode(content), "image/webp") if content is not None else None
    edition.logo_text = clean_line(logo_text)
    edition.save(update_fields=["logo", "logo_text"])
    _note("logo_changed", edition, by, now)
    return edition


@transaction.atomic
def publish_edition(*, edition: Edition, by: Person | None, now: datetime) -> Edition:
    """Show the edition to everybody. Raises NothingToPublish; the desk asks the whole checklist before."""
    if not edition.days.exists():
        raise NothingToPublish
    return _move(edition, EditionState.PUBLIC, "edition_published", by, now)


@transaction.atomic
def withdraw_edition(*, edition: Edition, by: Person | None, now: datetime) -> Edition:
    """Back to a draft that only its team sees."""
    return _move(edition, EditionState.DRAFT, "edition_withdrawn", by, now)


@transaction.atomic
def archive_edition(*, edition: Edition, by: Person | None, now: datetime) -> Edition:
    return _move(edition, EditionState.ARCHIVED, "edition_archived", by, now)


def _move(edition: Edition, state: EditionState, verb: str, by: Person | None, now: datetime) -> Edition:
    if edition.state != state:
        edition.state = state
        edition.save(update_fields=["state"])
        _note(verb, edition, by, now)
    return edition


def _note(verb: str, edition: Edition, by: Person | None, now: datetime, **facts: object) -> None:
    subject = f"edition:{edition.slug}"
    log.record(verb=verb, subject=subject, at=now, actor=by, scope=subject, **facts)
