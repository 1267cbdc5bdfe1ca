"""Named reads of the programme, limited to what a visitor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, Edition, Theme
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.events.queries import editions_visible_to
from werkstatt.foundation.kernel.models import Blob
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SessionState
from werkstatt.foundation.programme.feeds import plan_of_token
from werkstatt.foundation.programme.models import Session, SessionSpeaker, Speaker, Star

CAST: "Prefetch[str, QuerySet[SessionSpeaker], str]" = Prefetch(
    "speaker_links", SessionSpeaker.objects.select_related("speaker"), to_attr="cast"
)
HEAVY = ("search", "abstract", "abstract_en", "takeaway")


def sessions_visible_to(visitor: Visitor) -> QuerySet[Session]:
    """Sessions of editions the visitor may see, cancelled ones too."""
    sessions = Session.objects.filter(edition__in=editions_visible_to(visitor).order_by().values("pk"))
    return sessions.select_related("edition__series", "theme", "hall_room", "online_room").defer("search")


def sessions_of(edition: Edition) -> QuerySet[Session]:
    """All sessions in order, with rooms, theme and speakers: three queries however many there are."""
    sessions = Session.objects.filter(edition=edition).select_related("theme", "hall_room", "online_room")
    return sessions.prefetch_related(CAST).defer(*HEAVY)


def sessions_of_day(day: Day, channel: Channel | None = None) -> list[Session]:
    """One day's programme in order of time and room; with a channel, that channel's alone."""
    zone = day.edition.zone
    sessions = sessions_of(day.edition).filter(
        starts_at__gte=_midnight(day.on, zone), starts_at__lt=_midnight(day.on + timedelta(days=1), zone)
    )
    if channel is not None:
        sessions = sessions.filter(open_to(channel))
    return sorted(sessions, key=lambda session: (session.starts_at, _room_position(session)))


def open_to(channel: str) -> Q:
    """Which sessions one can take part in through a channel: its own, common ones, and for home what is streamed."""
    own = Q(channel__in=[channel, SessionChannel.BOTH])
    return own | Q(channel=SessionChannel.ON_SITE, online_room__isnull=False) if channel == Channel.ONLINE else own


def starred_by(visitor: Visitor, edition: Edition) -> set[int]:
    """Keys of the sessions on the visitor's plan."""
    if not isinstance(visitor, Person):
        return set()
    return set(Star.objects.filter(person=visitor, session__edition=edition).values_list("session_id", flat=True))


def plan_of(person: Person, edition: Edition) -> list[Session]:
    """The person's own plan, in order."""
    return list(sessions_of(edition).filter(stars__person=person))


def clashes_in(sessions: Sequence[Session]) -> list[tuple[Session, Session]]:
    """Pairs of planned sessions that overlap in time, each pair once."""
    planned = [session for session in sessions if not session.is_cancelled]
    return [
        (first, second)
        for index, first in enumerate(planned)
        for second in planned[index + 1 :]
        if first.starts_at < second.ends_at and second.starts_at < first.ends_at
    ]


@dataclass(frozen=True)
class NowAndNext:
    """What runs, and what begins next (all that begin at that moment)."""

    now: list[Session]
    next: list[Session]


def now_and_next(sessions: Iterable[Session], now: datetime) -> NowAndNext:
    planned = [session for session in sessions if not session.is_cancelled]
    coming = [session for session in planned if session.starts_at > now and session.format != SessionFormat.BREAK]
    first = min((session.starts_at for session in coming), default=None)
    return NowAndNext(
        now=[session for session in planned if session.starts_at <= now < session.ends_at],
        next=[session for session in coming if session.starts_at == first],
    )


@dataclass(frozen=True)
class SpeakerHere:
    """A speaker and their sessions in one edition."""

    speaker: Speaker
    sessions: list[Session]


def speakers_in(edition: Edition) -> list[SpeakerHere]:
    """Everyone who stands in the edition's programme, in order of names, in one query."""
    links = SessionSpeaker.objects.filter(session__edition=edition).select_related("speaker", "session")
    links = links.defer("speaker__about", "speaker__about_en", "session__search", "session__abstract")
    people: dict[Speaker, list[Session]] = {}
    for link in links.order_by("speaker__sort_name", "session__starts_at"):
        people.setdefault(link.speaker, []).append(link.session)
    return [SpeakerHere(speaker, sessions) for speaker, sessions in people.items()]


def parts_of(person: Person, *, after: datetime) -> list[SessionSpeaker]:
    """What the person speaks at, sits on or leads and has not ended by then, in order; one query."""
    links = SessionSpeaker.objects.filter(speaker__person=person, session__ends_at__gt=after)
    links = links.filter(session__edition__in=editions_visible_to(person).order_by().values("pk"))
    rooms = ("session__edition", "session__hall_room", "session__online_room")
    return list(links.select_related(*rooms).defer("session__search").order_by("session__starts_at", "pk"))


def speakers_visible_to(visitor: Visitor) -> QuerySet[Speaker]:
    """Speakers with a session in an edition the visitor may see."""
    seen = editions_visible_to(visitor).order_by().values("pk")
    return Speaker.objects.filter(pk__in=SessionSpeaker.objects.filter(session__edition__in=seen).values("speaker"))


def themes_visible_to(visitor: Visitor) -> QuerySet[Theme]:
    """Themes of series with an edition the visitor may see."""
    seen = editions_visible_to(visitor).order_by().values("series")
    return Theme.objects.filter(series__in=seen).select_related("series")


def sessions_on_theme(theme: Theme, visitor: Visitor) -> list[Session]:
    """All sessions on the theme in every edition the visitor may see, the newest edition first."""
    sessions = sessions_visible_to(visitor).filter(theme=theme).prefetch_related(CAST)
    by_edition = sessions.order_by("-edition__days__on", "-edition_id", "starts_at", "title")
    return list(dict.fromkeys(by_edition))


@dataclass(frozen=True)
class ProgrammeFigures:
    """Planned sessions, without breaks."""

    total: int
    on_site: int
    online: int
    by_format: dict[str, int]


def figures_of(edition: Edition) -> ProgrammeFigures:
    """How many sessions each programme holds, in one query."""
    planned = Session.objects.filter(edition=edition, state=SessionState.PLANNED).exclude(format=SessionFormat.BREAK)
    rows = list(planned.order_by().values("channel", "format").annotate(number=Count("pk")))
    by_format: dict[str, int] = {}
    for row in rows:
        by_format[row["format"]] = by_format.get(row["format"], 0) + row["number"]
    counted = {
        channel: sum(row["number"] for row in rows if row["channel"] in {channel, SessionChannel.BOTH})
        for channel in Channel
    }
    total = sum(row["number"] for row in rows)
    return ProgrammeFigures(total, counted[Channel.ON_SITE], counted[Channel.ONLINE], by_format)


def themes_with_numbers(edition: Edition) -> list[Theme]:
    """The edition's themes, each with `session_number`: how many planned sessions it has here."""
    here = Q(sessions__edition=edition, sessions__state=SessionState.PLANNED)
    return list(edition.themes.annotate(session_number=Count("sessions", filter=here)))


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time.min, zone)


def _room_position(session: Session) -> tuple[int, str]:
    room = session.hall_room or session.online_room
    return (room.position, room.name) if room else (-1, "")


def photo_of(*, slug: str, visitor: Visitor) -> Blob | None:
    """The portrait of a speaker the visitor may see."""
    speaker = speakers_visible_to(visitor).filter(slug=slug).select_related("photo").first()
    return speaker.photo if speaker else None


def plan_behind(token: str) -> tuple[Person, Edition] | None:
    """Whose plan of which edition the secret address stands for; None if it is forged or either is gone."""
    if (keys := plan_of_token(token)) is None:
        return None
    person = Person.objects.filter(pk=keys[0], is_active=True).first()
    edition = editions_visible_to(person).filter(pk=keys[1]).first() if person else None
    return (person, edition) if person and edition else None
