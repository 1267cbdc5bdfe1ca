"""What somebody who plans should look at again. Warnings never block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.programme.choices import SessionFormat
from werkstatt.foundation.programme.models import Session

LONGEST_ONLINE = timedelta(hours=4)  # people at a screen concentrate for about four hours
WITHOUT_SPEAKER = {SessionFormat.BREAK, SessionFormat.EXHIBITION, SessionFormat.NETWORKING}


@dataclass(frozen=True)
class Doubt:
    text: str
    session: Session


def warnings_in(sessions: Sequence[Session]) -> list[Doubt]:
    """Over sessions with rooms and speakers loaded; no further query."""
    planned = [session for session in sessions if not session.is_cancelled]
    return [*_double_booked(planned), *_too_many_seats(planned), *_nobody_speaks(planned), *_long_online(planned)]


def _double_booked(sessions: Sequence[Session]) -> Iterator[Doubt]:
    busy: dict[int, list[Session]] = {}
    for session in sessions:
        for link in session.cast:
            for other in busy.get(link.speaker_id, []):
                if other.starts_at < session.ends_at and session.starts_at < other.ends_at:
                    facts = {"name": link.speaker.name, "one": other.title, "other": session.title}
                    yield Doubt(_("%(name)s steht zugleich bei „%(one)s“ und „%(other)s“.") % facts, session)
            busy.setdefault(link.speaker_id, []).append(session)


def _too_many_seats(sessions: Sequence[Session]) -> Iterator[Doubt]:
    for session in sessions:
        room = session.hall_room
        if room and room.capacity and session.seats and session.seats > room.capacity:
            facts = {"title": session.title, "seats": session.seats, "room": room.name, "capacity": room.capacity}
            yield Doubt(_("„%(title)s“ hat %(seats)s Plätze, „%(room)s“ fasst %(capacity)s.") % facts, session)


def _nobody_speaks(sessions: Sequence[Session]) -> Iterator[Doubt]:
    for session in sessions:
        if session.format not in WITHOUT_SPEAKER and not session.cast:
            yield Doubt(_("Bei „%(title)s“ steht noch niemand.") % {"title": session.title}, session)


def _long_online(sessions: Sequence[Session]) -> Iterator[Doubt]:
    """A day at the screen without a break of half an hour in four hours."""
    online = [s for s in sessions if Channel.ONLINE in s.channels and s.format != SessionFormat.BREAK]
    online.sort(key=lambda session: session.starts_at)
    block: list[Session] = []
    for session in online:
        if block and session.starts_at - max(s.ends_at for s in block) >= timedelta(minutes=30):
            block = []
        was_long = bool(block) and max(s.ends_at for s in block) - block[0].starts_at > LONGEST_ONLINE
        block.append(session)
        if not was_long and session.ends_at - block[0].starts_at > LONGEST_ONLINE:
            starts = timezone.localtime(block[0].starts_at)
            text = _("Das Online-Programm ab %(at)s Uhr läuft über vier Stunden ohne längere Pause.")
            yield Doubt(text % {"at": f"{starts:%d.%m., %H:%M}"}, session)
