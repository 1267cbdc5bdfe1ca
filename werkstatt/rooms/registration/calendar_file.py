"""The calendar file of a person's days: what her calendar shows matches how she takes part."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Attendee, Place

MEDIA_TYPE = "text/calendar"


def calendar_file(attendee: Attendee, places: Iterable[Place], *, now: datetime, ended: bool = False) -> bytes:
    """An iCalendar file with one event per place: its venue, or the page that leads into the online room.

    The event of a day keeps its UID when the channel changes; an ended place cancels it. A later file therefore
    replaces what an earlier one put into the calendar. `ended`: the person takes part no more, whoever does instead.
    """
    edition = attendee.order.edition
    with translation.override(attendee.order.language):
        calendar = Calendar()
        calendar.add("prodid", f"-//{edition.series.host_name}//Werkstatt NEO//DE")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add_component(_zone(edition.time_zone))
        for place in places:
            calendar.add_component(_event(attendee, place, now=now, ended=ended))
        return bytes(calendar.to_ical())


@cache
def _zone(name: str) -> Timezone:
    """Working out a zone's rules takes 15 ms; they do not change while we run."""
    return Timezone.from_tzid(name)


def _event(attendee: Attendee, place: Place, *, now: datetime, ended: bool) -> Event:
    edition, day = attendee.order.edition, place.day_channel.day
    is_online = place.day_channel.channel == Channel.ONLINE
    page = links.attendance_url(attendee)
    event = Event()
    event.add("uid", f"{edition.slug}-{day.on:%Y%m%d}-{attendee.pk}@werkstatt-neo")
    event.add("sequence", int(now.timestamp()) // 60 % 2**31)
    event.add("dtstamp", now)
    event.add("dtstart", day.starts_at)
    event.add("dtend", day.ends_at)
    event.add("summary", f"{edition.title} ({_('online') if is_online else _('vor Ort')})")
    event.add("location", page if is_online else _address(edition))
    event.add("url", page)
    event.add("description", _("Ihre Teilnahme und alles Wichtige: %(page)s") % {"page": page})
    event.add("status", "CANCELLED" if ended or place.state == PlaceState.ENDED else "CONFIRMED")
    return event


def _address(edition: Edition) -> str:
    venue = edition.venue
    if venue is None:
        return ""
    return ", ".join(part for part in (venue.name, venue.street, f"{venue.postcode} {venue.city}".strip()) if part)
