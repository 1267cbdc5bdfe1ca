"""iCalendar (RFC 5545) of an edition, one session, or a person's plan.

Public feeds name the room of the hall or the page of the edition; never the private link into an online room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.core import signing
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Venue
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session

PLAN_SALT = "programme.plan"
PRODUCT = "-//Werkstatt NEO//Programm//DE"


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses, given by the surface that serves the feed."""

    edition: str
    session: Callable[[Session], str]


def calendar_of(*, edition: Edition, sessions: Iterable[Session], name: str, addresses: Addresses) -> bytes:
    """The sessions as one calendar, in the edition's time zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"value": "DURATION"})
    calendar.add_component(_time_zone(edition.time_zone))
    for session in sessions:
        calendar.add_component(_event(session, edition, addresses))
    return bytes(calendar.to_ical())


def plan_token(*, person: Person, edition: Edition) -> str:
    """The secret part of the address under which a calendar program may fetch the person's plan."""
    return signing.dumps([person.pk, edition.pk], salt=PLAN_SALT, compress=False)


def plan_of_token(token: str) -> tuple[int, int] | None:
    """Keys of person and edition, or None if we did not make this token."""
    try:
        person_pk, edition_pk = signing.loads(token, salt=PLAN_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(person_pk), int(edition_pk)


def uid_of(session: Session, edition: Edition) -> str:
    return f"session-{session.pk}@{edition.slug}.werkstatt-neo"


@lru_cache(maxsize=8)
def _time_zone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


def _event(session: Session, edition: Edition, addresses: Addresses) -> Event:
    address = addresses.session(session)
    event = Event()
    event.add("uid", uid_of(session, edition))
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.updated_at)
    event.add("last-modified", session.updated_at)
    event.add("dtstart", session.starts_at.astimezone(edition.zone))
    event.add("dtend", session.ends_at.astimezone(edition.zone))
    title = _("Abgesagt: %(title)s") % {"title": session.title} if session.is_cancelled else session.title
    event.add("summary", title)
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    event.add("location", _location(session, edition.venue, addresses.edition))
    event.add("url", address)
    event.add("description", _description(session, address))
    categories = [session.format_name, *([session.theme.title] if session.theme else [])]
    event.add("categories", categories)
    return event


def _location(session: Session, venue: Venue | None, edition_address: str) -> str:
    places = []
    if session.hall_room:
        places.append(", ".join([session.hall_room.name, *_address_of(venue)]))
    elif session.channel != "online":
        places.append(", ".join(_address_of(venue)))
    if Channel.ONLINE in session.channels:
        places.append(_("online: %(address)s") % {"address": edition_address})
    return " · ".join(place for place in places if place)


def _address_of(venue: Venue | None) -> list[str]:
    if venue is None:
        return []
    parts = [venue.name, venue.street, f"{venue.postcode} {venue.city}".strip()]
    return [part for part in parts if part]


def _description(session: Session, address: str) -> str:
    who = ", ".join(link.speaker.name for link in session.cast)
    parts = [session.state_note, session.abstract, who, address]
    return "\n\n".join(part for part in parts if part)
