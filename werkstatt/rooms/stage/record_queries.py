"""The record of a stage: what was asked and answered, voted, said, and by whom it was heard. Each part in one query.

Readers see what everybody saw on the stage: nothing hidden, withdrawn, unreleased; and anonymous stays anonymous.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat

from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import Result as TrailResult
from werkstatt.foundation.trail.kinds import ref, results
from werkstatt.foundation.trail.models import Link
from werkstatt.foundation.trail.queries import links_of
from werkstatt.rooms.stage import poll_queries, queries
from werkstatt.rooms.stage.choices import HandState, QuestionState
from werkstatt.rooms.stage.equal_voice import CHANNELS, EqualVoice, equal_voice
from werkstatt.rooms.stage.equal_voice import Count as ByChannel
from werkstatt.rooms.stage.models import Feedback, Material, Message, Question, Stage, Support, Voice
from werkstatt.rooms.stage.poll_queries import Result

MOST_MESSAGES = 300  # on the page; the download has all
ENOUGH_FEEDBACK = 3  # below, readers see no figures: one could guess whose they are
HEARD = (QuestionState.ON_STAGE, QuestionState.ANSWERED)
LISTENERS = "listeners:"
Counts = Mapping[str, ByChannel]


@dataclass(frozen=True)
class Recorded:
    """A question of the record with those that were merged into it. `link`: it is carried on, who decided that."""

    question: Question
    merged: tuple[Question, ...] = ()
    link: Link | None = None
    became: tuple[TrailResult, ...] = ()

    @property
    def is_answered(self) -> bool:
        return self.question.state in HEARD

    @property
    def support_count(self) -> int:
        return self.question.support_count  # type: ignore[attr-defined,no-any-return]  # annotated


@dataclass(frozen=True)
class Ratings:
    """Feedback in numbers: how many gave each step from 1 to 5."""

    steps: tuple[int, ...]

    @property
    def number(self) -> int:
        return sum(self.steps)

    @property
    def mean(self) -> float:
        return sum(step * count for step, count in enumerate(self.steps, start=1)) / self.number if self.number else 0

    @property
    def is_enough(self) -> bool:
        return self.number >= ENOUGH_FEEDBACK


@dataclass(frozen=True)
class Heard:
    """So many listened through a channel in one minute."""

    minute: datetime
    channel: str
    count: int


@dataclass
class Record:
    """What is left of a stage; each part is read when it is asked for. `all_results`: those never released, too.

    `most_messages` limits the chat, None leaves nothing out.
    """

    stage: Stage
    all_results: bool = False
    most_messages: int | None = MOST_MESSAGES

    @cached_property
    def questions(self) -> list[Recorded]:
        return questions_in_record(self.stage)

    @property
    def answered(self) -> list[Recorded]:
        return [each for each in self.questions if each.is_answered]

    @property
    def open(self) -> list[Recorded]:
        return [each for each in self.questions if not each.is_answered]

    @property
    def carried_on(self) -> list[Recorded]:
        return [each for each in self.questions if each.link]

    @cached_property
    def results(self) -> list[Result]:
        every = poll_queries.results_of(self.stage)
        return [each for each in every if self.all_results or each.poll.is_result_shown]

    @cached_property
    def messages(self) -> list[Message] | None:
        """None where the moderation left the chat out."""
        return messages_in_record(self.stage, most=self.most_messages) if self.stage.record_has_chat else None

    @cached_property
    def materials(self) -> list[Material]:
        return materials_of(self.stage)

    @cached_property
    def counts(self) -> Counts:
        return counted(self.stage)

    def count(self, name: str) -> ByChannel:
        return self.counts.get(name, ByChannel())

    @cached_property
    def listeners(self) -> list[Heard]:
        """Minute by minute, both channels."""
        minutes = {
            datetime.fromisoformat(name.removeprefix(LISTENERS)): count
            for name, count in self.counts.items()
            if name.startswith(LISTENERS)
        }
        return [
            Heard(minute, channel, getattr(minutes[minute], channel))
            for minute in sorted(minutes)
            for channel in CHANNELS
        ]

    @property
    def peak(self) -> ByChannel:
        """The most listeners at once, channel by channel."""
        highest = {
            channel: max((heard.count for heard in self.listeners if heard.channel == channel), default=0)
            for channel in CHANNELS
        }
        return ByChannel.of(highest)

    @cached_property
    def equal(self) -> EqualVoice:
        """As the moderation saw it while it could still be changed, measured against the most who listened at once."""
        every = [each for recorded in self.questions for each in (recorded.question, *recorded.merged)]
        return equal_voice(
            listeners=self.peak if self.peak.total else self.count("voices"),
            asked=_channels(every),
            heard=_channels(recorded.question for recorded in self.answered),
            votes=self.count("ballots"),
            turns=self.count("turns"),
        )

    @property
    def ratings(self) -> Ratings:
        return Ratings(tuple(self.count(f"feedback:{step}").total for step in range(1, 6)))


def questions_in_record(stage: Stage) -> list[Recorded]:
    """In the order they had their turn, then the open ones by support. Two or three queries.

    What was merged stands under the question that was answered; if its author withdrew that one, it stands for itself.
    """
    seen = stage.questions.filter(state__in=[QuestionState.WAITING, *HEARD]).exclude(
        merged_into__state__in=[QuestionState.HIDDEN, QuestionState.WAITING_APPROVAL]
    )
    every = list(queries.with_supports(seen))
    alone = [each for each in every if _stands_alone(each)]
    merged: dict[int | None, list[Question]] = {}
    for each in every:
        if not _stands_alone(each):
            merged.setdefault(each.merged_into_id, []).append(each)
    links = links_of(ref("stage.question", each.pk) for each in alone)
    told = results(link.target for link in links if link.relation == Relation.BECAME)
    found = [_recorded(each, merged, links, told) for each in alone]
    return sorted(found, key=_in_turn)


def _stands_alone(question: Question) -> bool:
    return question.merged_into is None or question.merged_into.state == QuestionState.WITHDRAWN


def _recorded(
    question: Question,
    merged: Mapping[int | None, list[Question]],
    links: Sequence[Link],
    told: Mapping[str, TrailResult],
) -> Recorded:
    own = [link for link in links if link.source == ref("stage.question", question.pk)]
    return Recorded(
        question,
        merged=tuple(merged.get(question.pk, ())),
        link=next((link for link in own if link.relation == Relation.CARRIED_ON), None),
        became=tuple(told[link.target] for link in own if link.target in told),
    )


def _in_turn(recorded: Recorded) -> tuple[bool, float, datetime, int]:
    question = recorded.question
    if recorded.is_answered:
        return False, 0, question.on_stage_at or question.answered_at or question.asked_at, question.pk
    return True, -recorded.support_count, question.asked_at, question.pk


def messages_in_record(stage: Stage, *, most: int | None = MOST_MESSAGES) -> list[Message]:
    """What was said and still stands, oldest first; with `most` the last of it."""
    messages = stage.messages.filter(deleted_at=None).select_related("voice__person", "reply_to__voice__person")
    return list(messages.order_by("-pk")[:most])[::-1]


def materials_of(stage: Stage) -> list[Material]:
    """In their order, without the bytes."""
    return list(stage.materials.select_related("file").defer("file__content"))


def material_on(stage: Stage, pk: int) -> Material | None:
    return stage.materials.filter(pk=pk).select_related("file").first()


def counted(stage: Stage) -> Counts:
    """Voices, guests, ballots, supports, turns, messages, reactions, ratings, listeners by channel, in one query.

    Who came only after the end did not take part and is not counted.
    """
    voices = stage.voices.filter(Q(joined_at__lte=stage.ended_at) if stage.ended_at else Q())
    parts = [
        _by_channel("voices", voices),
        _by_channel("guests", voices.filter(person=None)),
        _by_channel("ballots", stage.ballots.all()),
        _by_channel("turns", stage.hands.filter(state__in=[HandState.CALLED, HandState.SPOKEN])),
        _by_channel("messages", stage.messages.filter(deleted_at=None)),
        _by_channel("supports", Support.objects.filter(question__stage=stage), path="voice__channel"),
        _by_channel("reactions", stage.reaction_counts.all(), number=Sum("count")),
        _by_channel("feedback", stage.feedback.all(), path="voice__channel", detail="rating"),
        _by_channel("listeners", stage.listener_counts.all(), number=Max("count"), detail="minute"),
    ]
    found: dict[str, dict[str, int]] = {}
    for name, channel, number in parts[0].union(*parts[1:], all=True):
        found.setdefault(name, {})[channel] = number
    return {name: ByChannel.of(counts) for name, counts in found.items()}


def _by_channel(
    name: str, rows: QuerySet[Any], *, path: str = "channel", number: object = None, detail: str = ""
) -> QuerySet[Any, tuple[str, str, int]]:
    label = Concat(Value(f"{name}:"), Cast(detail, CharField())) if detail else Value(name, output_field=CharField())
    named: QuerySet[Any, Any] = rows.order_by().annotate(part=label, through=F(path)).values("part", "through")
    counts: QuerySet[Any, tuple[str, str, int]] = named.annotate(number=number or Count("pk")).values_list(
        "part", "through", "number"
    )
    return counts


def _channels(questions: Iterable[Question]) -> ByChannel:
    return ByChannel.of(Counter(question.channel for question in questions))


def feedback_of(voice: Voice) -> Feedback | None:
    """What this voice has said about the session so far."""
    return voice.feedback.first()


def words_of_feedback(stage: Stage) -> list[Feedback]:
    """Feedback that has words, for the moderation: without names and in no order that tells who wrote it."""
    written = stage.feedback.exclude(kept="", missed="").defer("voice", "given_at")
    return list(written.order_by("-rating", "kept", "missed"))
