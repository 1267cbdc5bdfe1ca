"""Ways to a stage, for the surfaces that compose rooms: when its door is open, and where it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.programme.choices import SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.permissions import can_enter_stage, can_moderate, can_open_stage
from werkstatt.rooms.stage.queries import stage_of, stages_of

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


def open_stages(sessions: Iterable[Session], *, now: datetime) -> set[int]:
    """Keys of those sessions whose stage's door is open, in one query."""
    by_key = {session.pk: session for session in sessions}
    return {key for key, stage in stages_of(by_key.values()).items() if _is_open(stage, by_key[key], now)}


def stage_address(session: Session) -> str:
    return reverse("stage:stage", args=[session.edition.slug, session.code])


def absolute_address(session: Session, language: str) -> str:
    """For mails."""
    with translation.override(language):
        return f"{settings.BASE_URL}{stage_address(session)}"


def _is_open(stage: Stage, session: Session, now: datetime) -> bool:
    return stage.state != StageState.ENDED and not session.is_cancelled and now >= session.starts_at - DOOR_OPENS
