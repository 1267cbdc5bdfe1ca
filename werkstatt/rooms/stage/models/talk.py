from django.db import models
from django.db.models import Q

from werkstatt.rooms.stage.choices import HandState
from werkstatt.rooms.stage.models.stages import Contribution, Voice


class Message(Contribution):
    """A line in the chat. Deleting empties the text; the place in the talk stays."""

    text = models.CharField(max_length=1000, blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    mentions = models.ManyToManyField(Voice, blank=True, related_name="mentioned_in")
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    is_removed = models.BooleanField(default=False, help_text="Deleted by the moderation, not by its author")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["stage", "-id"], name="message_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at=None) & ~Q(text="") | Q(deleted_at__isnull=False, text=""),
                name="message_has_text_until_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Hand(Contribution):
    """Somebody wants to speak: at the microphone in the hall or online, by `channel`."""

    state = models.CharField(max_length=8, choices=HandState.choices, default=HandState.RAISED)
    about = models.CharField(max_length=120, blank=True, help_text="What it is about, in a word or two")
    raised_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Lowered, or done speaking")

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice"], condition=Q(state__in=["raised", "called"]), name="one_open_hand_a_voice"
            ),
            models.UniqueConstraint(fields=["stage"], condition=Q(state="called"), name="one_speaks_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="raised", called_at=None, finished_at=None)
                | Q(state="called", called_at__isnull=False, finished_at=None)
                | Q(state="spoken", called_at__isnull=False, finished_at__isnull=False)
                | Q(state="lowered", finished_at__isnull=False),
                name="hand_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"hand of {self.voice} ({self.state})"
