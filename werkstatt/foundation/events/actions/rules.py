"""Rooms, house rules, cancellation terms, themes and legal texts of an edition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from werkstatt.foundation.events import legal
from werkstatt.foundation.events.changes import apply
from werkstatt.foundation.events.models import CancellationTerm, Edition, HouseRule, LegalText, Room, Theme
from werkstatt.foundation.kernel.normalise import clean_text
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person

ROOM_FIELDS = ("name", "channel", "capacity", "about", "join_url", "position")
RULE_FIELDS = ("title", "text", "valid_from", "valid_until", "max_persons")


class RoomIsInUse(Exception):
    """Sessions stand in this room."""


@transaction.atomic
def save_room(
    *, edition: Edition, changes: Mapping[str, object], by: Person | None, now: datetime, room: Room | None = None
) -> Room:
    room = room or Room(edition=edition, slug=_room_slug(edition, str(changes["name"])))
    changed = apply(room, changes, ROOM_FIELDS, texts=("about",))
    room.save()
    _note("room_saved", edition, by, now, room=room.name, fields=changed)
    return room


@transaction.atomic
def remove_room(*, room: Room, by: Person | None, now: datetime) -> None:
    """Raises RoomIsInUse."""
    _note("room_removed", room.edition, by, now, room=room.name)
    try:
        with transaction.atomic():
            room.delete()
    except ProtectedError as error:
        raise RoomIsInUse from error


@transaction.atomic
def save_house_rule(
    *, edition: Edition, changes: Mapping[str, object], by: Person | None, now: datetime, rule: HouseRule | None = None
) -> HouseRule:
    rule = rule or HouseRule(edition=edition)
    apply(rule, changes, RULE_FIELDS, texts=("text",))
    rule.save()
    _note("house_rule_saved", edition, by, now, title=rule.title)
    return rule


@transaction.atomic
def remove_house_rule(*, rule: HouseRule, by: Person | None, now: datetime) -> None:
    _note("house_rule_removed", rule.edition, by, now, title=rule.title)
    rule.delete()


@transaction.atomic
def save_cancellation_terms(
    *, edition: Edition, terms: Iterable[tuple[int, int]], by: Person | None, now: datetime
) -> list[CancellationTerm]:
    """Replace all terms by these (days before, percent kept). They hold for cancellations from now on."""
    wanted = dict(terms)
    edition.cancellation_terms.all().delete()
    rows = [CancellationTerm(edition=edition, days_before=days, fee_percent=fee) for days, fee in wanted.items()]
    CancellationTerm.objects.bulk_create(rows)
    _note("cancellation_terms_saved", edition, by, now, terms=sorted(wanted.items(), reverse=True))
    return rows


@transaction.atomic
def set_themes(*, edition: Edition, themes: Sequence[Theme], by: Person | None, now: datetime) -> None:
    edition.themes.set(themes)
    _note("themes_chosen", edition, by, now, themes=[theme.slug for theme in themes])


@transaction.atomic
def save_legal_text(
    *, edition: Edition, kind: str, language: str, body: str, by: Person | None, now: datetime
) -> LegalText:
    """Keep the host's own wording; an empty body returns to the text that comes with the product."""
    values = {"body": clean_text(body), "updated_at": now}
    text, _ = LegalText.objects.update_or_create(edition=edition, kind=kind, language=language, defaults=values)
    _note("legal_text_saved", edition, by, now, kind=kind, language=language)
    return text


@transaction.atomic
def write_default_legal_texts(
    *, edition: Edition, now: datetime, by: Person | None = None, kinds: Iterable[str] = legal.PUBLIC_KINDS
) -> list[LegalText]:
    """Keep the product's texts as the host's own, in both languages, where she has written none; gaps stay `[…]`."""
    known = set(edition.legal_texts.exclude(body="").values_list("kind", "language"))
    today = now.astimezone(edition.zone).date()
    return [
        save_legal_text(
            edition=edition,
            kind=kind,
            language=language,
            body=legal.default_text(kind=kind, language=language, edition=edition, today=today),
            by=by,
            now=now,
        )
        for kind in kinds
        for language in legal.LANGUAGES
        if (kind, language) not in known
    ]


def _room_slug(edition: Edition, name: str) -> str:
    base, number = slugify(name)[:40] or "raum", 1
    slug = base
    while edition.rooms.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _note(verb: str, edition: Edition, by: Person | None, now: datetime, **facts: object) -> None:
    scope = f"edition:{edition.slug}"
    log.record(verb=verb, subject=scope, at=now, actor=by, scope=scope, **facts)
