"""Sessions come into being, change, move, are cancelled and come back. What was public stays visible as changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.text import slugify

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Room, Theme
from werkstatt.foundation.kernel.normalise import clean_line, clean_text, sort_key
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SessionState, SpeakerRole
from werkstatt.foundation.programme.models import Session, SessionSpeaker, Speaker
from werkstatt.foundation.programme.signals import session_cancelled, session_moved, session_restored
from werkstatt.foundation.programme.slots import Slot


class DayIsNotPartOfEdition(Exception):
    """The session begins or ends on a date that is no day of the edition."""


class RoomDoesNotFit(Exception):
    """The room is missing, belongs to the other channel or to another edition.

    `field` is hall_room or online_room; `is_missing` tells a missing room from a wrong one.
    """

    def __init__(self, field_name: str, *, is_missing: bool) -> None:
        super().__init__(f"{field_name} {'missing' if is_missing else 'wrong'}")
        self.field = field_name
        self.is_missing = is_missing


class RoomIsTaken(Exception):
    """Another session holds the room at this time."""

    def __init__(self, room: Room | None, other: Session | None) -> None:
        super().__init__(f"{room} is taken by {other}")
        self.room = room
        self.other = other


class CodeIsTaken(Exception):
    """Another session of the edition has this code."""


@dataclass(frozen=True)
class SpeakerLink:
    speaker: Speaker
    role: SpeakerRole = SpeakerRole.SPEAKER


@dataclass(frozen=True)
class SessionEntry:
    """What a session is about. Without a code one is made from the title."""

    title: str
    format: SessionFormat
    channel: SessionChannel
    slot: Slot
    code: str = ""
    title_en: str = ""
    abstract: str = ""
    abstract_en: str = ""
    takeaway: str = ""
    theme: Theme | None = None
    seats: int | None = None
    language: str = "de"
    speakers: Sequence[SpeakerLink] | None = field(default=None)


LINES = ("title", "title_en")
TEXTS = ("abstract", "abstract_en", "takeaway")
FACTS = ("format", "channel", "theme", "seats", "language")


@transaction.atomic
def create_session(*, edition: Edition, entry: SessionEntry, now: datetime, by: Person | None = None) -> Session:
    """Enter a session. Raises DayIsNotPartOfEdition, RoomDoesNotFit, RoomIsTaken, CodeIsTaken."""
    _check(edition, entry.format, entry.channel, entry.slot)
    session = Session(edition=edition, code=_code(edition, entry))
    _write(session, entry)
    _place(session, entry.slot)
    _save(session)
    if entry.speakers is not None:
        link_speakers(session=session, links=entry.speakers)
    _note("session_entered", session, now, by)
    return session


@transaction.atomic
def edit_session(*, session: Session, entry: SessionEntry, now: datetime, by: Person | None = None) -> Session:
    """Change what a session is about; a new time or room counts as a move. Same exceptions as create_session."""
    session = _locked(session)
    _check(session.edition, entry.format, entry.channel, entry.slot)
    if entry.code and entry.code != session.code:
        session.code = _code(session.edition, entry)
    before = slot_of(session)
    is_moved = before != entry.slot
    _write(session, entry)
    if is_moved:
        _move(session, before, entry.slot, now)
    session.sequence += 1
    _save(session)
    if entry.speakers is not None:
        link_speakers(session=session, links=entry.speakers)
    _note("session_edited", session, now, by)
    if is_moved:
        transaction.on_commit(lambda: session_moved.send(Session, session=session, before=before, now=now))
    return session


@transaction.atomic
def move_session(*, session: Session, slot: Slot, now: datetime, by: Person | None = None) -> Session:
    """Another time or room. The place it was first announced for stays on record. Exceptions as create_session."""
    session = _locked(session)
    before = slot_of(session)
    if before == slot:
        return session
    _check(session.edition, SessionFormat(session.format), SessionChannel(session.channel), slot)
    _move(session, before, slot, now)
    session.sequence += 1
    _save(session)
    _note("session_moved", session, now, by, before=before.as_facts(), after=slot.as_facts())
    transaction.on_commit(lambda: session_moved.send(Session, session=session, before=before, now=now))
    return session


@transaction.atomic
def cancel_session(*, session: Session, note: str, now: datetime, by: Person | None = None) -> Session:
    """The session will not take place. It stays in the programme, marked so, and gives its room free."""
    session = _locked(session)
    if session.is_cancelled:
        return session
    session.state = SessionState.CANCELLED
    session.state_note = clean_line(note)[:300]
    session.sequence += 1
    _save(session)
    _note("session_cancelled", session, now, by, note=session.state_note)
    transaction.on_commit(lambda: session_cancelled.send(Session, session=session, now=now))
    return session


@transaction.atomic
def restore_session(*, session: Session, now: datetime, by: Person | None = None) -> Session:
    """It takes place after all. Raises RoomIsTaken if another session has the room by now."""
    session = _locked(session)
    if not session.is_cancelled:
        return session
    session.state = SessionState.PLANNED
    session.state_note = ""
    session.sequence += 1
    _save(session)
    _note("session_restored", session, now, by)
    transaction.on_commit(lambda: session_restored.send(Session, session=session, now=now))
    return session


@transaction.atomic
def link_speakers(*, session: Session, links: Sequence[SpeakerLink]) -> None:
    """These people, in this order and these roles; nobody else."""
    SessionSpeaker.objects.filter(session=session).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=session, speaker=link.speaker, role=link.role, position=position)
        for position, link in enumerate(links)
    )


def slot_of(session: Session) -> Slot:
    return Slot(session.starts_at, session.ends_at, session.hall_room, session.online_room)


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("edition", "hall_room", "online_room")
    return rows.get(pk=session.pk)


def _write(session: Session, entry: SessionEntry) -> None:
    for name in LINES:
        setattr(session, name, clean_line(getattr(entry, name)))
    for name in TEXTS:
        setattr(session, name, clean_text(getattr(entry, name)))
    for name in FACTS:
        setattr(session, name, getattr(entry, name))


def _place(session: Session, slot: Slot) -> None:
    for part in fields(Slot):
        setattr(session, part.name, getattr(slot, part.name))


def _move(session: Session, before: Slot, slot: Slot, now: datetime) -> None:
    _place(session, slot)
    first = session.moved_from or before.as_facts()
    is_back_home = first == slot.as_facts()
    session.moved_from = None if is_back_home else first
    session.moved_at = None if is_back_home else now


def _check(edition: Edition, kind: SessionFormat, channel: SessionChannel, slot: Slot) -> None:
    if slot.ends_at <= slot.starts_at:
        raise DayIsNotPartOfEdition
    dates = {moment.astimezone(edition.zone).date() for moment in (slot.starts_at, slot.ends_at)}
    if len(dates) != 1 or not edition.days.filter(on__in=dates).exists():
        raise DayIsNotPartOfEdition
    wanted = {"hall_room": Channel.ON_SITE, "online_room": Channel.ONLINE}
    for name, room_channel in wanted.items():
        room: Room | None = getattr(slot, name)
        belongs = channel in {room_channel, SessionChannel.BOTH}
        may_have = belongs or channel == SessionChannel.ON_SITE  # a session of the hall may be streamed
        if room is None and belongs and kind != SessionFormat.BREAK:
            raise RoomDoesNotFit(name, is_missing=True)
        if room is not None and (not may_have or room.channel != room_channel or room.edition_id != edition.pk):
            raise RoomDoesNotFit(name, is_missing=False)


def _code(edition: Edition, entry: SessionEntry) -> str:
    taken = set(Session.objects.filter(edition=edition).values_list("code", flat=True))
    if entry.code:
        if entry.code in taken:
            raise CodeIsTaken(entry.code)
        return entry.code
    stem = slugify(sort_key(entry.title))[:50].strip("-") or "session"
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _save(session: Session) -> None:
    with _named_clash(session):
        session.save()


@contextmanager
def _named_clash(session: Session) -> Iterator[None]:
    """Turn the database's refusal into the room and the session that stand in the way."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        text = str(error)
        if "one_session_in_a" not in text:
            raise
        room = session.hall_room if "one_session_in_a_hall_room" in text else session.online_room
        others = Session.objects.filter(Q(hall_room=room) | Q(online_room=room), state=SessionState.PLANNED)
        overlapping = others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
        raise RoomIsTaken(room, overlapping.exclude(pk=session.pk).order_by(F("starts_at")).first()) from error


def _note(verb: str, session: Session, now: datetime, by: Person | None, **facts: object) -> None:
    scope = f"edition:{session.edition.slug}"
    log.record(verb=verb, subject=f"session:{session.pk}", at=now, actor=by, scope=scope, title=session.title, **facts)
