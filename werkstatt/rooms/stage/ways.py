"""Ways to a stage, for the surfaces that compose rooms: when its door is open, and where it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from werkstatt.foundation.events.choices import ParticipationState
from werkstatt.foundation.events.models import Edition, Participation
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Material, Stage
from werkstatt.rooms.stage.permissions import can_enter_stage, can_moderate, can_open_stage, can_read_record
from werkstatt.rooms.stage.queries import stage_of, stages_of, voice_of
from werkstatt.rooms.stage.record_queries import materials_of
from werkstatt.rooms.stage.results import record_address

DOOR_OPENS = timedelta(minutes=60)  # before the session begins


@dataclass(frozen=True)
class Way:
    """The stage's page; `is_direct` if this visitor is in with one click, else the code is asked for."""

    url: str
    is_live: bool
    is_direct: bool


def way_to(session: Session, *, visitor: Visitor, now: datetime) -> Way | None:
    """The way to the session's stage, once its door is open and until it ends."""
    stage = stage_of(session)
    if stage is None or not _is_open(stage, session, now):
        return None
    return Way(stage_address(session), stage.state == StageState.LIVE, can_enter_stage(visitor, stage))


@dataclass(frozen=True)
class Lead:
    """What somebody who leads finds beside a session: its stage, or that there is none yet and she may open one."""

    session: Session
    stage: Stage | None


def lead_of(session: Session, *, visitor: Visitor) -> Lead | None:
    """For whoever moderates the session's stage or may open it; nothing for everybody else, and nothing for a break."""
    if session.format == SessionFormat.BREAK:
        return None
    stage = stage_of(session)
    if stage is None:
        return Lead(session, None) if can_open_stage(visitor, session) and not session.is_cancelled else None
    return Lead(session, stage) if can_moderate(visitor, stage) else None


@dataclass(frozen=True)
class Left:
    """What a stage has left behind, as far as the visitor may have it; `record_url` is empty if she may not read it."""

    materials: Sequence[Material]
    record_url: str

    def __bool__(self) -> bool:
        return bool(self.materials or self.record_url)


def left_of(session: Session, *, visitor: Visitor) -> Left:
    """Materials from the beginning of the session's stage on; the record when it is published, for who took part."""
    stage = stage_of(session)
    if stage is None or stage.state == StageState.WAITING:
        return Left((), "")
    stage.session = session
    return Left(materials_of(stage), record_address(stage) if _may_read(visitor, stage) else "")


def _may_read(visitor: Visitor, stage: Stage) -> bool:
    if not stage.record_is_public or not isinstance(visitor, Person):
        return False
    return can_read_record(visitor, stage, voice=voice_of(visitor, stage), leads=False)


def records_for(person: Person, edition: Edition) -> list[Session]:
    """Sessions of the edition whose published record the person may read, the latest first; at most three queries."""
    ended = Stage.objects.filter(session__edition=edition, state=StageState.ENDED, record_is_public=True)
    stages = list(ended.select_related("session__edition").defer("session__search").order_by("-session__starts_at"))
    if not stages:
        return []
    days = Participation.objects.filter(person=person, day__edition=edition, state=ParticipationState.ACTIVE)
    booked = dict(days.values_list("day__on", "channel"))
    spoke = set(person.voices.filter(stage__in=stages).values_list("stage_id", flat=True))
    return [
        stage.session
        for stage in stages
        if stage.pk in spoke or booked.get(_day_of(stage.session)) in stage.session.channels
    ]


def _day_of(session: Session) -> date:
    return session.starts_at.astimezone(session.edition.zone).date()


def open_stages(sessions: Iterable[Session], *, now: datetime) -> set[int]:
    """Keys of those sessions whose stage's door is open, in one query."""
    by_key = {session.pk: session for session in sessions}
    return {key for key, stage in stages_of(by_key.values()).items() if _is_open(stage, by_key[key], now)}


def stage_address(session: Session) -> str:
    return reverse("stage:stage", args=[session.edition.slug, session.code])


def _is_open(stage: Stage, session: Session, now: datetime) -> bool:
    return stage.state != StageState.ENDED and not session.is_cancelled and now >= session.starts_at - DOOR_OPENS
