"""What the moderation does with questions. Acts come one after another (the stage's row is locked) and are written down.

At most one question is on stage. Whoever moves one there says which one she saw there before (`seen`): if another is there
by now, nothing happens, so that two moderators never push each other's question aside unread.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import clean_line, clean_text
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.diary import StageIsEnded, locked, note
from werkstatt.rooms.stage.choices import HallView, QuestionState, StageState
from werkstatt.rooms.stage.models import Question, Stage, Support, Voice
from werkstatt.rooms.stage.news import questions as news
from werkstatt.services.live.fragments import say

ANSWER_LENGTH = 2000
HIDDEN = _("Die Moderation hat Ihre Frage ausgeblendet. Mehr dazu steht unter „Meine Fragen“.")
MOVABLE = (QuestionState.WAITING, QuestionState.WAITING_APPROVAL, QuestionState.ANSWERED)
SETTLED = (QuestionState.HIDDEN, QuestionState.WITHDRAWN)


class QuestionHasMovedOn(Exception):
    """It is not where the moderator saw it; somebody else was quicker."""


class StageIsTaken(Exception):
    """Another question is on stage than the moderator saw; `question_there` is how it begins, empty if there is none."""

    def __init__(self, there: Question | None) -> None:
        super().__init__("another question is on stage")
        self.question_there = there.text[:80] if there else ""


class QuestionsDoNotFit(Exception):
    """Only open questions of one stage can be merged, and none with itself."""


def release_question(*, question: Question, by: Person | None, now: datetime) -> Question:
    """From now on everybody sees it and may support it. Raises QuestionHasMovedOn."""

    def change(found: Question) -> None:
        _must_be(found, QuestionState.WAITING_APPROVAL, QuestionState.HIDDEN)
        found.state, found.released_at, found.hidden_at, found.hidden_reason = QuestionState.WAITING, now, None, ""

    return _changed(question, change, "question_released", by=by, now=now)


def hide_question(*, question: Question, by: Person | None, now: datetime, reason: str = "") -> Question:
    """Nobody sees it any more; whoever asked reads the reason. Raises QuestionHasMovedOn."""

    def change(found: Question) -> None:
        if found.state in SETTLED:
            raise QuestionHasMovedOn
        found.state, found.hidden_at, found.hidden_reason = QuestionState.HIDDEN, now, clean_line(reason)[:300]

    with transaction.atomic():
        hidden = _changed(question, change, "question_hidden", by=by, now=now)
        say(hidden.voice.listener, text=HIDDEN, now=now)
    return hidden


def star_question(*, question: Question, is_starred: bool, by: Person | None, now: datetime) -> Question:
    """A mark for the moderation."""

    def change(found: Question) -> None:
        found.is_starred = is_starred

    return _changed(question, change, "", by=by, now=now)


def annotate_question(*, question: Question, text: str, by: Person | None, now: datetime) -> Question:
    """A note that only the moderation reads."""

    def change(found: Question) -> None:
        found.note = clean_line(text)[:500]

    return _changed(question, change, "", by=by, now=now)


def put_on_stage(*, question: Question, seen: int | None, by: Person | None, now: datetime) -> Question:
    """Everybody sees this question now, also on the big screen; the one before counts as answered.

    `seen` is the key of the question the moderator saw on stage, or None. Raises StageIsTaken, QuestionHasMovedOn,
    StageIsEnded.
    """
    with transaction.atomic():
        stage = locked(question.stage)
        if stage.state == StageState.ENDED:
            raise StageIsEnded
        before = stage.questions.filter(state=QuestionState.ON_STAGE).select_related("voice__person").first()
        if before is not None and before.pk == question.pk:
            return before
        if (before.pk if before else None) != seen:
            raise StageIsTaken(before)
        found = _found(question, stage)
        _must_be(found, *MOVABLE)
        if found.merged_into_id is not None:
            raise QuestionHasMovedOn
        if before is not None:
            _answer(before, now)
            before.save()
        found.state, found.on_stage_at, found.released_at = QuestionState.ON_STAGE, now, found.released_at or now
        found.save()
        stage.hall_view = HallView.QUESTION
        stage.save(update_fields=["hall_view"])
        note(stage, "question_on_stage", by=by, now=now, voice=_concerned(found), question=found.pk)
        if before is not None:
            news.question_changed(before, now=now)
        news.question_changed(found, now=now)
    return found


def finish_question(*, question: Question, by: Person | None, now: datetime) -> Question:
    """It was answered. Raises QuestionHasMovedOn unless it is on stage or waits."""

    def change(found: Question) -> None:
        _must_be(found, QuestionState.ON_STAGE, QuestionState.WAITING)
        _answer(found, now)

    return _changed(question, change, "question_answered", by=by, now=now)


def return_question(*, question: Question, by: Person | None, now: datetime) -> Question:
    """Back into the queue: it was not answered after all. Raises QuestionHasMovedOn."""

    def change(found: Question) -> None:
        _must_be(found, QuestionState.ON_STAGE, QuestionState.ANSWERED)
        found.state, found.answered_at, found.on_stage_at = QuestionState.WAITING, None, None

    return _changed(question, change, "question_returned", by=by, now=now)


def write_answer(*, question: Question, text: str, by: Person | None, now: datetime) -> Question:
    """The answer in writing, for everybody and for the record. Raises QuestionHasMovedOn for what nobody sees."""

    def change(found: Question) -> None:
        _must_be(found, QuestionState.WAITING, QuestionState.ON_STAGE, QuestionState.ANSWERED)
        found.answer = clean_text(text)[:ANSWER_LENGTH]
        if found.answer and found.state == QuestionState.WAITING:
            _answer(found, now)

    return _changed(question, change, "answer_written", by=by, now=now)


def merge_questions(*, question: Question, into: Question, by: Person | None, now: datetime) -> Question:
    """`question` counts as `into` from now on, with its supporters and its author as one. Raises QuestionsDoNotFit."""
    with transaction.atomic():
        stage = locked(question.stage)
        merged, target = _found(question, stage), _found(into, stage)
        if merged.pk == target.pk or not target.is_open or merged.merged_into_id or merged.state not in MOVABLE[:2]:
            raise QuestionsDoNotFit
        merged.merged.update(merged_into=target)
        merged.merged_into, merged.state = target, QuestionState.WAITING
        merged.released_at = merged.released_at or now
        merged.save()
        voices = {*merged.supports.values_list("voice", flat=True), merged.voice_id} - {target.voice_id}
        supports = [Support(question=target, voice_id=voice, at=now) for voice in sorted(voices)]
        Support.objects.bulk_create(supports, ignore_conflicts=True)
        note(stage, "question_merged", by=by, now=now, voice=_concerned(merged), question=merged.pk, into=target.pk)
        news.question_changed(merged, now=now)
        news.question_changed(target, now=now)
    return target


def part_question(*, question: Question, by: Person | None, now: datetime) -> Question:
    """Stands for itself again; the support it brought along stays with the other, too. Raises QuestionHasMovedOn."""

    def change(found: Question) -> None:
        if found.merged_into_id is None:
            raise QuestionHasMovedOn
        found.merged_into = None

    return _changed(question, change, "question_parted", by=by, now=now)


def _changed(
    question: Question, change: Callable[[Question], None], verb: str, *, by: Person | None, now: datetime
) -> Question:
    with transaction.atomic():
        stage = locked(question.stage)
        found = _found(question, stage)
        change(found)
        found.save()
        if verb:
            note(stage, verb, by=by, now=now, voice=_concerned(found), question=found.pk)
        news.question_changed(found, now=now)
    return found


def _found(question: Question, stage: Stage) -> Question:
    found = stage.questions.select_related("voice__person").filter(pk=question.pk).first()
    if found is None:
        raise QuestionsDoNotFit
    found.stage = found.voice.stage = stage
    return found


def _must_be(question: Question, *states: QuestionState) -> None:
    if question.state not in states:
        raise QuestionHasMovedOn


def _answer(question: Question, now: datetime) -> None:
    question.state, question.answered_at = QuestionState.ANSWERED, now


def _concerned(question: Question) -> Voice | None:
    """The log does not give away who asked without a name."""
    return None if question.is_anonymous else question.voice
