"""Sessions to test with. Pass what matters; the rest is filled in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkstatt.foundation.events.choices import Channel, EditionState
from werkstatt.foundation.events.models import Day, DayChannel, Edition, Room, Series, Theme, Venue
from werkstatt.foundation.programme.actions import SessionEntry, SpeakerEntry, SpeakerLink, create_session, save_speaker
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.slots import Slot

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2022, 5, 2)
NOW = datetime(2022, 3, 1, 12, tzinfo=UTC)
HALL_ROOMS = ("Plenum", "Werkstatt 1", "Werkstatt 2", "Werkstatt 3", "Galerie")
ONLINE_ROOMS = ("Raum A", "Raum B")


def at(clock: str, on: date = MONDAY) -> datetime:
    """A moment in Berlin, from "9:30"."""
    hour, minute = clock.split(":")
    return datetime.combine(on, time(int(hour), int(minute)), BERLIN)


def make_edition(slug: str = "neo-2022", *, days: int = 2, **fields: Any) -> Edition:
    """A public edition with rooms and two open channels a day; 45 and 25 EUR."""
    series, _ = Series.objects.get_or_create(
        slug="neo", defaults={"title": "Werkstatt NEO", "host_name": "Institut für Probe", "number_code": "NEO"}
    )
    venue = fields.pop("venue", None) or Venue.objects.create(
        name="Haus der Probe", street="Probeweg 1", postcode="89073", city="Ulm"
    )
    facts = {"title": "Werkstatt NEO 2022", "state": EditionState.PUBLIC, **fields}
    edition = Edition.objects.create(series=series, slug=slug, venue=venue, **facts)
    for offset in range(days):
        day = Day.objects.create(edition=edition, on=MONDAY + timedelta(days=offset))
        DayChannel.objects.create(day=day, channel=Channel.ON_SITE, price_cents=4500, capacity=200)
        DayChannel.objects.create(day=day, channel=Channel.ONLINE, price_cents=2500, capacity=500)
    rooms = [(name, Channel.ON_SITE) for name in HALL_ROOMS] + [(name, Channel.ONLINE) for name in ONLINE_ROOMS]
    for position, (name, channel) in enumerate(rooms):
        slug_of_room = name.lower().replace(" ", "-")
        Room.objects.create(edition=edition, name=name, slug=slug_of_room, channel=channel, position=position)
    return edition


def make_theme(edition: Edition, title: str = "Smart Cities & Regions", **fields: Any) -> Theme:
    slug = fields.pop("slug", title.lower().split()[0].strip("&,"))
    theme = Theme.objects.create(series=edition.series, slug=slug, title=title, **fields)
    edition.themes.add(theme)
    return theme


def make_speaker(name: str = "Maria Muster", **fields: Any) -> Speaker:
    return save_speaker(entry=SpeakerEntry(name=name, **fields), now=NOW)


def room(edition: Edition, name: str) -> Room:
    return edition.rooms.get(name=name)


def make_session(edition: Edition, title: str = "Ein Datenraum für den Landkreis", **fields: Any) -> Session:
    """A workshop in Werkstatt 1 from 10:00 to 11:00 of the first day, unless told otherwise.

    `hall` and `online` are names of rooms; `starts` and `ends` clock times of `on`; `speakers` Speaker rows.
    """
    on = fields.pop("on", MONDAY)
    channel = fields.pop("channel", SessionChannel.ON_SITE)
    hall = fields.pop("hall", "Werkstatt 1" if channel != SessionChannel.ONLINE else None)
    online = fields.pop("online", "Raum A" if channel != SessionChannel.ON_SITE else None)
    slot = Slot(
        at(fields.pop("starts", "10:00"), on),
        at(fields.pop("ends", "11:00"), on),
        room(edition, hall) if hall else None,
        room(edition, online) if online else None,
    )
    links = [SpeakerLink(speaker) for speaker in fields.pop("speakers", [])]
    facts = {"format": SessionFormat.WORKSHOP, **fields}
    entry = SessionEntry(title=title, channel=channel, slot=slot, speakers=links, **facts)
    return create_session(edition=edition, entry=entry, now=NOW)
