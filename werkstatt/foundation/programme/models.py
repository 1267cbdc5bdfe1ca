from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.generated import GeneratedField
from django.utils.functional import cached_property

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Room, Theme
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SessionState, SpeakerRole


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class IdRange(Func):
    """An id as a range of one, so that an exclusion constraint needs no btree_gist extension."""

    function = "INT8RANGE"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


def one_session_at_a_time(room_field: str, name: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            (IdRange(room_field), RangeOperators.OVERLAPS),
            (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        condition=Q(state="planned") & Q(**{f"{room_field.removesuffix('_id')}__isnull": False}),
    )


HAS_HALL_ROOM = models.CheckConstraint(
    name="hall_room_follows_channel",
    condition=Q(channel=SessionChannel.ONLINE, hall_room=None)
    | ~Q(channel=SessionChannel.ONLINE) & (Q(hall_room__isnull=False) | Q(format=SessionFormat.BREAK)),
)
HAS_ONLINE_ROOM = models.CheckConstraint(
    name="online_room_follows_channel",
    condition=Q(channel=SessionChannel.ON_SITE) | Q(online_room__isnull=False) | Q(format=SessionFormat.BREAK),
)


class Session(models.Model):
    """One item of the programme. It belongs to the hall, to the online room, or to both at once.

    A session of the hall with an online room is streamed there: who takes part online follows it and has the same voice.
    A break may stand across all rooms.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    abstract = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    takeaway = models.TextField(blank=True, help_text="What participants leave with")
    format = models.CharField(max_length=20, choices=SessionFormat.choices)
    channel = models.CharField(max_length=10, choices=SessionChannel.choices)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hall_room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="hall_sessions")
    online_room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="online_sessions"
    )
    seats = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, default="de")
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    state_note = models.CharField(max_length=300, blank=True)
    moved_from = models.JSONField(
        null=True, blank=True, help_text="starts_at, ends_at, hall_room, online_room (names) before the first move"
    )
    moved_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="iCalendar SEQUENCE, grows with every change")
    updated_at = models.DateTimeField(auto_now=True)
    search = GeneratedField(
        expression=SearchVector("title", weight="A", config="german")
        + SearchVector("abstract", weight="B", config="german")
        + SearchVector("title_en", weight="A", config="english")
        + SearchVector("abstract_en", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["starts_at", "title"]
        indexes = [GinIndex(fields=["search"], name="session_search")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="session_code_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            HAS_HALL_ROOM,
            HAS_ONLINE_ROOM,
            one_session_at_a_time("hall_room_id", "one_session_in_a_hall_room"),
            one_session_at_a_time("online_room_id", "one_session_in_an_online_room"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def format_name(self) -> str:
        """In lists better than `get_format_display`, which translates the names of all formats to find one."""
        return str(SessionFormat(self.format).label)

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def is_moved(self) -> bool:
        return self.moved_from is not None

    @property
    def is_streamed(self) -> bool:
        """Whether it takes place in the hall and those at home are with it."""
        return self.channel == SessionChannel.ON_SITE and self.online_room_id is not None

    @property
    def reach(self) -> SessionChannel:
        """Who can be with it, whosever programme it belongs to."""
        return SessionChannel.BOTH if self.is_streamed else SessionChannel(self.channel)

    @property
    def channels(self) -> list[Channel]:
        """The channels through which one can take part."""
        return [channel for channel in Channel if self.reach in {channel, SessionChannel.BOTH}]

    @cached_property
    def cast(self) -> "list[SessionSpeaker]":
        """Who speaks or moderates, in order; lists read it for all their sessions at once (`queries.CAST`)."""
        return list(self.speaker_links.select_related("speaker"))


class Speaker(models.Model):
    """Who speaks, across editions. May be linked to a person who can sign in."""

    slug = models.SlugField(unique=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="speaker"
    )
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, db_index=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=150, blank=True)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    photo = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    photo_credit = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


class SessionSpeaker(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speaker_links")
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="session_links")
    role = models.CharField(max_length=12, choices=SpeakerRole.choices, default=SpeakerRole.SPEAKER)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["session", "speaker"], name="speaker_once_a_session")]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.session}"


class Star(models.Model):
    """A session on a person's own plan."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="stars")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "session"], name="star_once")]

    def __str__(self) -> str:
        return f"{self.person} ★ {self.session}"
