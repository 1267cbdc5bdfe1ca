"""What the public pages ask across floors."""

from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from werkstatt.foundation.events.choices import Channel, EditionState, ParticipationState
from werkstatt.foundation.events.models import Day, Edition, LegalText, Participation
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.events.queries import days_of, editions_visible_to
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session


def edition_or_404(visitor: Visitor, slug: str) -> Edition:
    return get_object_or_404(editions_visible_to(visitor), slug=slug)


def editions_by_date(visitor: Visitor) -> QuerySet[Edition]:
    """Visible editions, the latest first; each with `last_on`, its last day."""
    return editions_visible_to(visitor).annotate(last_on=Max("days__on")).order_by("-last_on", "-pk").distinct()


def edition_at_home(visitor: Visitor) -> Edition | None:
    """The edition whose imprint and contact stand at the foot of pages that belong to no single edition."""
    return editions_by_date(visitor).exclude(state=EditionState.DRAFT).first()


def day_or_404(edition: Edition, on: date) -> tuple[Day, list[Day]]:
    """The day, and all days of the edition."""
    days = days_of(edition)
    for day in days:
        if day.on == on:
            return day, days
    raise Http404


def text_in_language(edition: Edition, kind: str) -> LegalText | None:
    """The text in the reader's language, else in German, else in any."""
    return texts_in_language(edition, [kind]).get(kind)


def texts_in_language(edition: Edition, kinds: list[str]) -> dict[str, LegalText]:
    """Several texts of the edition by kind, in one query; empty ones count as missing."""
    wanted = [get_language() or "de", "de"]
    rows = [row for row in LegalText.objects.filter(edition=edition, kind__in=kinds) if row.body.strip()]
    rows.sort(key=lambda row: wanted.index(row.language) if row.language in wanted else len(wanted))
    found: dict[str, LegalText] = {}
    for row in rows:
        found.setdefault(row.kind, row)
    return found


def sessions_in_brief(edition: Edition) -> list[Session]:
    """Every session with what a line of text needs; one query."""
    brief = Session.objects.filter(edition=edition).only(
        "code",
        "title",
        "title_en",
        "language",
        "format",
        "channel",
        "state",
        "starts_at",
        "ends_at",
        "theme_id",
        "online_room_id",
    )
    return list(brief)


def takes_part_online(visitor: Visitor, session: Session) -> bool:
    """Whether the visitor has an online place on the session's day."""
    if not isinstance(visitor, Person):
        return False
    on: datetime = session.starts_at.astimezone(session.edition.zone)
    places = Participation.objects.filter(person=visitor, channel=Channel.ONLINE, state=ParticipationState.ACTIVE)
    return places.filter(day__edition=session.edition_id, day__on=on.date()).exists()
