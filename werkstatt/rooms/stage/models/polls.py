from django.db import models
from django.db.models import Q

from werkstatt.rooms.stage.choices import PollKind, PollState
from werkstatt.rooms.stage.models.stages import Contribution, Stage


class Poll(models.Model):
    """A question to everybody on the stage. Nobody sees the result before `is_result_shown`.

    `choose_at_most` limits kind multiple and the words of a word cloud; `scale` is the highest rating (from 1);
    `stop_words` never show in a cloud, `merged_words` maps a spelling to the word it counts for.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="polls")
    kind = models.CharField(max_length=10, choices=PollKind.choices)
    question = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=PollState.choices, default=PollState.PREPARED)
    is_result_shown = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    choose_at_most = models.PositiveSmallIntegerField(default=3)
    scale = models.PositiveSmallIntegerField(default=5)
    lowest_label = models.CharField(max_length=60, blank=True)
    highest_label = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    solution = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="What the number really is"
    )
    stop_words = models.JSONField(default=list, blank=True)
    merged_words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scale__gte=2, scale__lte=10), name="poll_scale_from_two_to_ten"),
            models.CheckConstraint(condition=Q(choose_at_most__gte=1), name="poll_allows_a_choice"),
            models.UniqueConstraint(fields=["stage"], condition=Q(state="open"), name="one_poll_open_a_stage"),
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="poll_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=150)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_position_once")]

    def __str__(self) -> str:
        return self.text


class Ballot(Contribution):
    """One voice's vote in one poll; she may change it while the poll is open.

    `value` by kind: {"options": [ids]} (single, multiple, ranking: best first), {"rating": n}, {"number": "12.5"},
    {"yes": bool}, {"words": [...]}.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    value = models.JSONField()
    cast_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "voice"], name="one_ballot_a_voice_and_poll")]

    def __str__(self) -> str:
        return f"ballot of {self.voice} in poll {self.poll_id}"
