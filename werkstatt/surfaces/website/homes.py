"""What the home of an edition says, by phase: register, now and next, results."""

from dataclasses import dataclass
from datetime import datetime

from werkstatt.foundation.events.choices import Channel, Phase
from werkstatt.foundation.events.models import Day, Edition, Theme
from werkstatt.foundation.events.queries import phase_at
from werkstatt.foundation.kernel.prose import Section, sections
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import NowAndNext, now_and_next
from werkstatt.surfaces.website.doors import Door, doors_of
from werkstatt.surfaces.website.queries import sessions_in_brief, texts_in_language
from werkstatt.surfaces.website.questions import questions_of
from werkstatt.surfaces.website.registering import Registering, registering_at

TEXTS = ["questions", "partners", "results", "invited"]
IN_BRIEF = 5
BRIEF_ORDER = [SessionFormat.PANEL, SessionFormat.IMPULSE, SessionFormat.PRACTICE, SessionFormat.WORKSHOP]


@dataclass(frozen=True)
class ProgrammeInBrief:
    """One channel's programme: how much there is, what to look forward to, and where each day's timetable is."""

    channel: Channel
    number: int
    days: list[Day]
    highlights: list[Session]
    formats: list[tuple[SessionFormat, int]]


@dataclass(frozen=True)
class ThemeInBrief:
    theme: Theme
    number: int


@dataclass(frozen=True)
class Home:
    days: list[Day]
    phase: Phase
    registering: Registering
    doors: list[Door]
    programmes: list[ProgrammeInBrief]
    themes: list[ThemeInBrief]
    practices: list[Session]
    present: NowAndNext
    today: Day | None
    questions: list[Section]
    partners: list[Section]
    results: list[Section]
    number: int
    has_common: bool


def home_of(edition: Edition, days: list[Day], now: datetime) -> Home:
    """Everything the page shows, in five queries beside its days."""
    sessions = [session for session in sessions_in_brief(edition) if not session.is_cancelled]
    counted = [session for session in sessions if session.format != SessionFormat.BREAK]
    texts = texts_in_language(edition, TEXTS)
    themes = [
        ThemeInBrief(theme, sum(session.theme_id == theme.pk for session in counted)) for theme in edition.themes.all()
    ]
    today = now.astimezone(edition.zone).date()
    return Home(
        days=days,
        phase=phase_at(days, now),
        registering=registering_at(edition, days, now),
        doors=doors_of(edition, days),
        programmes=[_in_brief(channel, counted, days) for channel in Channel],
        themes=themes,
        practices=[session for session in counted if session.format == SessionFormat.PRACTICE][:6],
        present=now_and_next(sessions, now),
        today=next((day for day in days if day.on == today), None),
        questions=questions_of(edition, texts.get("questions"), list(edition.cancellation_terms.all())),
        partners=sections(texts["partners"].body) if "partners" in texts else [],
        results=sections(texts["results"].body) if "results" in texts else [],
        number=len(counted),
        has_common=any(session.reach == SessionChannel.BOTH for session in counted),
    )


def _in_brief(channel: Channel, sessions: list[Session], days: list[Day]) -> ProgrammeInBrief:
    own = [session for session in sessions if channel in session.channels]
    ranked = sorted(own, key=lambda session: (_rank(session), session.starts_at))
    numbers = [(kind, sum(session.format == kind for session in own)) for kind in SessionFormat]
    formats = [(kind, number) for kind, number in numbers if number]
    formats.sort(key=lambda pair: -pair[1])
    highlights = sorted(_varied(ranked), key=lambda session: session.starts_at)
    return ProgrammeInBrief(channel, len(own), days, highlights, formats)


def _varied(ranked: list[Session]) -> list[Session]:
    """A few sessions, at most two of one format first."""
    chosen: list[Session] = []
    for session in ranked:
        if sum(other.format == session.format for other in chosen) < 2 and len(chosen) < IN_BRIEF:
            chosen.append(session)
    return chosen


def _rank(session: Session) -> int:
    return BRIEF_ORDER.index(SessionFormat(session.format)) if session.format in BRIEF_ORDER else len(BRIEF_ORDER)
