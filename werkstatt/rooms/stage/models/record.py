from django.conf import settings
from django.db import models
from django.db.models import Q

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.kernel.models import Blob
from werkstatt.rooms.stage.choices import Reaction, ReportState
from werkstatt.rooms.stage.models.questions import Question
from werkstatt.rooms.stage.models.stages import Stage, Voice
from werkstatt.rooms.stage.models.talk import Message


class Report(models.Model):
    """Somebody finds a question or a message out of place. Only the moderation sees it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="reports")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="reports")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="reports")
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    reported_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "question"], condition=Q(question__isnull=False), name="question_reported_once"
            ),
            models.UniqueConstraint(
                fields=["reporter", "message"], condition=Q(message__isnull=False), name="message_reported_once"
            ),
            models.CheckConstraint(
                condition=Q(question=None, message__isnull=False) | Q(question__isnull=False, message=None),
                name="report_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} ({self.state})"


class LogEntry(models.Model):
    """What the moderation did, for the record of the stage. `voice` is whom it concerned."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    voice = models.ForeignKey(Voice, on_delete=models.SET_NULL, null=True, blank=True, related_name="log")
    verb = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} on stage {self.stage_id}"


class ReactionCount(models.Model):
    """How many reactions of a kind came from a channel within one minute. Nobody's name is kept."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="reaction_counts")
    kind = models.CharField(max_length=10, choices=Reaction.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["minute"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "kind", "channel", "minute"], name="reaction_count_once_a_minute")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minute:%H:%M}: {self.count}"


class ListenerCount(models.Model):
    """How many listened through a channel in one minute (the highest count within it)."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="listener_counts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["minute"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "channel", "minute"], name="listener_count_once_a_minute")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.minute:%H:%M}: {self.count}"


class Feedback(models.Model):
    """What a voice says about the session afterwards; changed by giving it again."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="feedback")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="feedback")
    rating = models.PositiveSmallIntegerField()
    kept = models.TextField(max_length=1000, blank=True, help_text="What she takes along")
    missed = models.TextField(max_length=1000, blank=True, help_text="What was missing")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "voice"], name="feedback_once_a_voice"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"feedback on stage {self.stage_id}: {self.rating}"


class Material(models.Model):
    """Slides, links and papers of a session: an address or a file."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") & Q(file=None) | Q(url="") & Q(file__isnull=False),
                name="material_is_an_address_or_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.title
