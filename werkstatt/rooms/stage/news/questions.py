"""What everybody learns of questions, and what their authors learn alone."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from werkstatt.rooms.stage import queries
from werkstatt.rooms.stage.choices import QuestionState
from werkstatt.rooms.stage.models import Question, Stage, Voice
from werkstatt.rooms.stage.news import desk
from werkstatt.services.live import fragments

QUEUE, ANSWERED = "questions", "answered"


def question_asked(question: Question, *, now: datetime) -> None:
    """A new question: at once in the queue, or with the moderation first."""
    if question.state == QuestionState.WAITING:
        questions_supported(question.stage, [question.pk], now=now, tell_desk=False)
    desk.question_changed(question, now=now)
    own_questions_changed(question.voice, now=now)


def questions_supported(stage: Stage, keys: Sequence[int], *, now: datetime, tell_desk: bool = True) -> None:
    """Show these questions with their support, and the queue in its new order."""
    found = queries.with_supports(Question.objects.filter(pk__in=keys, stage=stage)).order_by("pk")
    for question in found:
        if question.state == QuestionState.ON_STAGE:
            _show_on_stage(stage, question, now=now)
        elif question.state == QuestionState.ANSWERED:
            _show_answered(question, now=now)
        else:
            _show_in_queue(question, now=now)
    arrange_queue(stage, now=now)
    if tell_desk:
        desk.questions_supported(stage, list(found), now=now)


def question_changed(question: Question, *, now: datetime) -> None:
    """Whatever the moderation or the author did to it: queue, stage, answers and the author's own list follow."""
    stage = question.stage
    seen = queries.with_supports(Question.objects.filter(pk=question.pk)).get()
    stands = seen.merged_into_id is None
    if stands and seen.state == QuestionState.WAITING:
        _show_in_queue(seen, now=now)
    else:
        fragments.drop(stage.topic, id=f"q{seen.pk}", now=now)
    if stands and seen.state == QuestionState.ANSWERED:
        _show_answered(seen, now=now)
    else:
        fragments.drop(stage.topic, id=f"a{seen.pk}", now=now)
    _show_on_stage(stage, queries.question_on_stage(stage), now=now)
    arrange_queue(stage, now=now)
    if stands and seen.state == QuestionState.ON_STAGE:
        fragments.say(stage.topic, text=_("Eine neue Frage ist auf der Bühne."), key="on-stage-said", now=now)
    desk.question_changed(seen, now=now)
    own_questions_changed(seen.voice, now=now)


def arrange_queue(stage: Stage, *, now: datetime) -> None:
    ids = [f"q{question.pk}" for question in queries.open_questions(stage)]
    fragments.arrange(stage.topic, into=QUEUE, ids=ids, key=QUEUE, now=now)


def own_questions_changed(voice: Voice, *, now: datetime) -> None:
    """The author's own list, in the topic that only she hears."""
    fragments.put(
        voice.listener,
        id="own-questions",
        into="own-list",
        order="2",
        template="stage/questions/_own.html",
        context={"own_questions": queries.own_questions(voice), "stage": voice.stage},
        key="own-questions",
        now=now,
    )


def answered_order(question: Question) -> str:
    """Sorts the latest answer first."""
    moment = int(question.answered_at.timestamp()) if question.answered_at else 0
    return f"{10**12 - moment:013}.{question.pk}"


def _show_in_queue(question: Question, *, now: datetime) -> None:
    fragments.put(
        question.stage.topic,
        id=f"q{question.pk}",
        into=QUEUE,
        order=f"{question.pk:012}",
        template="stage/questions/_question.html",
        context={"question": question, "stage": question.stage},
        key=f"q{question.pk}",
        now=now,
    )


def _show_answered(question: Question, *, now: datetime) -> None:
    fragments.put(
        question.stage.topic,
        id=f"a{question.pk}",
        into=ANSWERED,
        order=answered_order(question),
        template="stage/questions/_answered.html",
        context={"question": question, "stage": question.stage},
        key=f"a{question.pk}",
        now=now,
    )


def _show_on_stage(stage: Stage, question: Question | None, *, now: datetime) -> None:
    fragments.put(
        stage.topic,
        id="on-stage",
        into="now",
        order="1",
        template="stage/questions/_on_stage.html",
        context={"on_stage": question, "stage": stage},
        key="on-stage",
        now=now,
    )
