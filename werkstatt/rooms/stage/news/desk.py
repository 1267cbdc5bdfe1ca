"""What the moderation desk and the big screen learn, after the participants and before the single voices."""

from collections.abc import Sequence
from datetime import datetime

from werkstatt.rooms.stage.models import Message, Question, Report, Stage


def question_changed(question: Question, *, now: datetime) -> None:
    """A question came, or changed its state, text, answer or star."""


def questions_supported(stage: Stage, questions: Sequence[Question], *, now: datetime) -> None:
    """These questions have more or less support than before."""


def message_changed(message: Message, *, now: datetime) -> None:
    """A message was written, edited or deleted."""


def hands_changed(stage: Stage, *, now: datetime) -> None:
    """Somebody raised or lowered a hand, got the floor or finished."""


def report_made(report: Report, *, now: datetime) -> None:
    """Somebody found something out of place."""
