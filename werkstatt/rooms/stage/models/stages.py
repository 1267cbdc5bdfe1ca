from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.choices import Asking, HallView, StageState


class Stage(models.Model):
    """What one session is to all who take part in it, in the hall and at home. Made by opening it, once per session.

    `code` brings people in by hand or QR code; it is unique among the stages that have not ended.
    `hall_view` and `hall_poll` say what the big screen shows; it never shows anything that is not released.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="stage")
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=8, choices=StageState.choices, default=StageState.WAITING)
    asking = models.CharField(max_length=10, choices=Asking.choices, default=Asking.BOTH)
    approves_first = models.BooleanField(default=False, help_text="Questions wait until the moderation releases them")
    chat_is_open = models.BooleanField(default=True)
    slow_seconds = models.PositiveSmallIntegerField(default=0, help_text="Least time between two messages of a voice")
    hands_are_open = models.BooleanField(default=True)
    guests_may_ask = models.BooleanField(default=True)
    guests_may_vote = models.BooleanField(default=True)
    guests_may_chat = models.BooleanField(default=False)
    guests_may_react = models.BooleanField(default=True)
    co_moderators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="moderated_stages")
    pinned_note = models.CharField(max_length=500, blank=True)
    shared_link = models.URLField(max_length=500, blank=True)
    shared_link_title = models.CharField(max_length=120, blank=True)
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    timer_label = models.CharField(max_length=80, blank=True)
    hall_view = models.CharField(max_length=10, choices=HallView.choices, default=HallView.WELCOME)
    hall_poll = models.ForeignKey("stage.Poll", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    record_is_public = models.BooleanField(default=False, help_text="Who took part may read the record")
    record_has_chat = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, help_text="When those who starred it were written to")

    class Meta:
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(state="ended"), name="stage_code_once_while_live"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-HJ-NP-Z2-9]{6}$"), name="stage_code_is_readable_aloud"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", began_at=None, ended_at=None)
                | Q(state="live", began_at__isnull=False, ended_at=None)
                | Q(state="ended", ended_at__isnull=False),
                name="stage_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.session}"

    @property
    def topic(self) -> str:
        """The live topic of everybody on the stage."""
        return f"stage:{self.pk}"

    @property
    def moderation_topic(self) -> str:
        return f"stage:{self.pk}:moderation"

    @property
    def hall_topic(self) -> str:
        return f"stage:{self.pk}:hall"


class Voice(models.Model):
    """Who takes part in a stage: a person, or a guest with a pseudonym who came by the code.

    `channel` is where she is now; contributions keep the channel they came from.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="voices"
    )
    pseudonym = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_listed = models.BooleanField(default=False, help_text="Shows her name among those who are here")
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When she last opened the page")
    blocked_at = models.DateTimeField(null=True, blank=True)
    block_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "person"], condition=Q(person__isnull=False), name="person_has_one_voice_a_stage"
            ),
            models.UniqueConstraint(
                "stage", Lower("pseudonym"), condition=Q(person=None), name="pseudonym_once_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, pseudonym="") | Q(person=None) & ~Q(pseudonym=""),
                name="voice_is_a_person_or_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"voice {self.pk}"

    @property
    def name(self) -> str:
        """What others read: the person's name or the guest's pseudonym."""
        return self.person.full_name if self.person else self.pseudonym

    @property
    def is_guest(self) -> bool:
        return self.person_id is None

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    @property
    def listener(self) -> str:
        """How the live service calls whoever listens here, and the topic of what only she may read."""
        return f"voice:{self.pk}"


class Contribution(models.Model):
    """Something a voice gave to a stage, with the channel it came from."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="%(class)ss")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="%(class)ss")
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        abstract = True
