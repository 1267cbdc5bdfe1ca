"""What those who lead a stage read, part by part of their desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage import queries
from werkstatt.rooms.stage.choices import HandState, PollKind, PollState, QuestionState, ReportState
from werkstatt.rooms.stage.equal_voice import Count as ByChannel
from werkstatt.rooms.stage.equal_voice import EqualVoice, equal_voice
from werkstatt.rooms.stage.models import LogEntry, Message, Poll, Question, Report, Stage, Voice
from werkstatt.rooms.stage.poll_queries import Result, polls_of, result_of
from werkstatt.services.live.queries import listeners_of

MOST_ANSWERED, MOST_HIDDEN, MOST_MESSAGES = 50, 30, 40
HEARD = (QuestionState.ON_STAGE, QuestionState.ANSWERED)


@dataclass(frozen=True)
class Queue:
    """All questions of a stage as the moderation works through them."""

    on_stage: Question | None
    approval: list[Question]
    waiting: list[Question]
    answered: list[Question]
    hidden: list[Question]

    @property
    def seen(self) -> str:
        """The key of the question on stage, for forms: an act refers to what the moderator saw."""
        return str(self.on_stage.pk) if self.on_stage else ""

    @property
    def targets(self) -> list[Question]:
        """What another question can be merged into."""
        return [*([self.on_stage] if self.on_stage else []), *self.waiting]


def queue_of(stage: Stage) -> Queue:
    """Six queries, however many questions there are."""
    merged = Prefetch("merged", Question.objects.select_related("voice__person").order_by("pk"))
    questions = queries.with_supports(stage.questions.filter(merged_into=None)).prefetch_related(merged)
    by_state: dict[str, list[Question]] = {}
    for question in questions.exclude(state=QuestionState.WITHDRAWN).order_by("asked_at", "pk"):
        by_state.setdefault(question.state, []).append(question)
    heard = [question for state in HEARD for question in by_state.get(state, [])]
    answered = sorted(by_state.get(QuestionState.ANSWERED, []), key=lambda q: (q.answered_at, q.pk), reverse=True)
    return Queue(
        on_stage=next(iter(by_state.get(QuestionState.ON_STAGE, [])), None),
        approval=by_state.get(QuestionState.WAITING_APPROVAL, []),
        waiting=queries.in_order(by_state.get(QuestionState.WAITING, []), heard),
        answered=answered[:MOST_ANSWERED],
        hidden=by_state.get(QuestionState.HIDDEN, [])[-MOST_HIDDEN:],
    )


@dataclass(frozen=True)
class DeskPoll:
    """A poll as the moderation sees it. Of an open poll even she sees only the number of votes, unless it is released;
    words of a cloud come before they are shown, so that she can hide what does not belong there."""

    poll: Poll
    votes: int
    result: Result | None
    is_up: bool
    is_next: bool = False  # the first that still waits for its moment


@dataclass(frozen=True)
class DeskPolls:
    """`current`: open, up on the screens or still to come, the open one first; `past` the latest first."""

    current: list[DeskPoll]
    past: list[DeskPoll]


def desk_polls(stage: Stage) -> DeskPolls:
    polls = polls_of(stage)
    upcoming = next((poll.pk for poll, _votes in polls if poll.state == PollState.PREPARED), None)
    every = [
        DeskPoll(
            poll,
            votes,
            result_of(poll) if _may_read(poll) else None,
            is_up=poll.pk == stage.hall_poll_id,
            is_next=poll.pk == upcoming,
        )
        for poll, votes in polls
    ]
    past = [each for each in every if each.poll.state == PollState.CLOSED and not each.is_up]
    current = [each for each in every if each not in past]
    return DeskPolls(sorted(current, key=lambda each: each.poll.state == PollState.PREPARED), past[::-1])


def _may_read(poll: Poll) -> bool:
    if poll.state == PollState.CLOSED:
        return True
    return poll.state == PollState.OPEN and (poll.is_result_shown or poll.kind == PollKind.WORDS)


Thing = TypeVar("Thing", bound=Model)


def found_on(stage: Stage, things: QuerySet[Thing], pk: int) -> Thing | None:
    """One of the stage's questions, polls, hands, messages, voices or reports, with what actions need of it."""
    has_voice = hasattr(things.model, "voice")
    rows = things.select_related("voice__person") if has_voice else things
    found = rows.filter(pk=pk).first()
    for owner in (found, getattr(found, "voice", None)):
        if owner is not None:
            owner.stage = stage  # type: ignore[union-attr]
    return found


def helper_of(stage: Stage, pk: int) -> Person | None:
    """Somebody who was asked to help with moderating."""
    return stage.co_moderators.filter(pk=pk).first()


def messages_on_desk(stage: Stage) -> list[Message]:
    """The newest messages, the latest first."""
    return queries.messages_of(stage)[: -MOST_MESSAGES - 1 : -1]


def open_reports(stage: Stage) -> QuerySet[Report]:
    about = ("message__voice__person", "question__voice__person", "reporter__person")
    return stage.reports.filter(state=ReportState.OPEN).select_related(*about)


def blocked_voices(stage: Stage) -> QuerySet[Voice]:
    return stage.voices.exclude(blocked_at=None).select_related("person").order_by("-blocked_at")


def log_of(stage: Stage, *, most: int = 40) -> list[LogEntry]:
    return list(stage.log.select_related("actor", "voice__person")[:most])


def equal_voice_of(stage: Stage) -> EqualVoice:
    """Hall and home against each other while it can still be changed: who listens, asks, is heard, votes, speaks."""
    questions = stage.questions.exclude(state__in=[QuestionState.WITHDRAWN, QuestionState.HIDDEN])
    counted = questions.order_by().values("channel").annotate(asked=Count("pk"), heard=Count("pk", Q(state__in=HEARD)))
    rows = list(counted)
    return equal_voice(
        listeners=listening(stage),
        asked=ByChannel.of({row["channel"]: row["asked"] for row in rows}),
        heard=ByChannel.of({row["channel"]: row["heard"] for row in rows}),
        votes=ByChannel.of(_by_channel(stage.ballots.all())),
        turns=ByChannel.of(_by_channel(stage.hands.filter(state__in=[HandState.CALLED, HandState.SPOKEN]))),
    )


def listening(stage: Stage) -> ByChannel:
    """Who listens now; after the end (or before anybody's stream stands) whoever took part."""
    now = ByChannel.of(listeners_of(stage.topic))
    return now if now.total else ByChannel.of(_by_channel(stage.voices.all()))


def _by_channel(rows: QuerySet[Any]) -> Mapping[str, int]:
    counted = rows.order_by().values("channel").annotate(number=Count("pk"))
    return {row["channel"]: row["number"] for row in counted}
