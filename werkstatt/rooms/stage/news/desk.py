"""What the moderation desk and the big screen learn, after the participants and before the single voices."""

from collections.abc import Sequence
from datetime import datetime

from werkstatt.rooms.stage.choices import HallView
from werkstatt.rooms.stage.models import Message, Question, Report, Stage
from werkstatt.rooms.stage.news import hall
from werkstatt.rooms.stage.news.nudges import nudge_desk


def question_changed(question: Question, *, now: datetime) -> None:
    """A question came, or changed its state, text, answer or star."""
    hall.show_scene_if(question.stage, HallView.QUESTION, now=now)
    nudge_desk(question.stage, "lead", "questions", "reports", "voice", now=now)


def questions_supported(stage: Stage, questions: Sequence[Question], *, now: datetime) -> None:
    """These questions have more or less support than before."""
    nudge_desk(stage, "questions", now=now)


def message_changed(message: Message, *, now: datetime) -> None:
    """A message was written, edited or deleted."""
    nudge_desk(message.stage, "chat", now=now)


def hands_changed(stage: Stage, *, now: datetime) -> None:
    """Somebody raised or lowered a hand, got the floor or finished."""
    hall.show_scene_if(stage, HallView.SPEAKING, now=now)
    nudge_desk(stage, "hands", "voice", now=now)


def report_made(report: Report, *, now: datetime) -> None:
    """Somebody found something out of place."""
    nudge_desk(report.stage, "reports", now=now)
