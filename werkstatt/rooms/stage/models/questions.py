from django.db import models
from django.db.models import F, Q

from werkstatt.rooms.stage.choices import QuestionState
from werkstatt.rooms.stage.models.stages import Contribution, Voice


class Question(Contribution):
    """What somebody wants to know. One queue for the hall and for home; at most one is on stage.

    A question merged into another stands no longer in the queue; it counts as answered when the other is.
    `is_anonymous` hides the voice from everybody on the stage, the moderation included.
    """

    text = models.CharField(max_length=500)
    is_anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=QuestionState.choices, default=QuestionState.WAITING)
    is_starred = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    answer = models.TextField(max_length=2000, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="For the moderation only")
    asked_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    on_stage_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True, help_text="Told to whoever asked")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["stage", "state"], name="question_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["stage"], condition=Q(state="on_stage"), name="one_question_on_stage"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="question_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(state="on_stage"), name="merged_question_not_on_stage"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="answered_question_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.merged_into_id is None and self.state in {QuestionState.WAITING, QuestionState.ON_STAGE}


class Support(models.Model):
    """A voice wants this question asked, too. At most once."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="supports")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="supports")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "voice"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.voice} supports {self.question}"
