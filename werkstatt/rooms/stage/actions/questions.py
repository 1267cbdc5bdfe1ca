"""Asking, supporting and withdrawing. What the moderation does with questions stands in `moderation.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from werkstatt.foundation.kernel.idempotency import once
from werkstatt.rooms.stage import wording
from werkstatt.rooms.stage.choices import Asking, QuestionState
from werkstatt.rooms.stage.models import Question, Support, Voice
from werkstatt.rooms.stage.news import questions as news
from werkstatt.services.live.fragments import owned

WITHDRAWABLE = (QuestionState.WAITING, QuestionState.WAITING_APPROVAL)


class QuestionHasMovedOn(Exception):
    """It is on stage, answered, hidden or withdrawn already."""


@dataclass(frozen=True)
class Press:
    """A voice presses the button of a question: support it, or no longer."""

    voice: Voice
    question: Question


@transaction.atomic
def ask_question(*, voice: Voice, text: str, is_anonymous: bool, now: datetime, once_key: str = "") -> Question:
    """A question from this voice, released at once or by the moderation first; the same key asks it once.

    Where the stage allows only one way of asking, that one is taken. Raises TextIsEmpty, TextIsTooLong.
    """
    text = wording.line(text, most=wording.QUESTION_LENGTH)
    receipt = once(key=f"{voice.pk}:{once_key}"[:100], action="stage.ask") if once_key else None
    if receipt is not None and receipt.is_repeated:
        return Question.objects.get(pk=receipt.reference)
    stage = voice.stage
    waits = stage.approves_first
    question = Question.objects.create(
        stage=stage,
        voice=voice,
        channel=voice.channel,
        text=text,
        is_anonymous=_is_anonymous(stage.asking, wished=is_anonymous),
        state=QuestionState.WAITING_APPROVAL if waits else QuestionState.WAITING,
        asked_at=now,
        released_at=None if waits else now,
    )
    if receipt is not None:
        receipt.remember(question.pk)
    news.question_asked(question, now=now)
    owned([(voice.listener, f"own-q{question.pk}", True)], now=now)
    return question


@transaction.atomic
def press_support(presses: Sequence[Press], *, now: datetime) -> list[bool]:
    """Each press turns the voice's support of the question on or off; what holds afterwards, in their order.

    All presses in one transaction and a few queries; one voice counts at most once, also on two devices at a time.
    """
    pairs = {(press.question.pk, press.voice.pk) for press in presses}
    had = set(_supports(pairs).values_list("question", "voice"))
    holds = dict.fromkeys(pairs, False) | dict.fromkeys(had, True)
    for press in presses:
        pair = (press.question.pk, press.voice.pk)
        holds[pair] = not holds[pair]
    wanted = {pair for pair, is_wanted in holds.items() if is_wanted}
    _supports(had - wanted).delete()
    new = [Support(question_id=question, voice_id=voice, at=now) for question, voice in sorted(wanted - had)]
    Support.objects.bulk_create(new, ignore_conflicts=True)
    turned = wanted ^ had
    _announce(presses, changed={question for question, _voice in turned}, now=now)
    listeners = {press.voice.pk: press.voice.listener for press in presses}
    owned([(listeners[voice], f"support-{question}", holds[question, voice]) for question, voice in turned], now=now)
    return [holds[press.question.pk, press.voice.pk] for press in presses]


@transaction.atomic
def withdraw_question(*, question: Question, now: datetime) -> None:
    """The author takes her question back, as long as it waits. Raises QuestionHasMovedOn."""
    waiting = Question.objects.filter(pk=question.pk, state__in=WITHDRAWABLE)
    if not waiting.update(state=QuestionState.WITHDRAWN, withdrawn_at=now):
        raise QuestionHasMovedOn
    question.refresh_from_db(fields=["state", "withdrawn_at"])
    news.question_changed(question, now=now)


def _supports(pairs: set[tuple[int, int]]) -> QuerySet[Support]:
    if not pairs:
        return Support.objects.none()
    wanted = Q()
    for question in {pair[0] for pair in pairs}:
        wanted |= Q(question=question, voice__in=[voice for key, voice in pairs if key == question])
    return Support.objects.filter(wanted)


def _announce(presses: Sequence[Press], *, changed: set[int], now: datetime) -> None:
    """Stage by stage in the order of their keys, so that two groups never wait for each other."""
    stages = {press.question.stage_id: press.question.stage for press in presses if press.question.pk in changed}
    for key in sorted(stages):
        keys = {press.question.pk for press in presses if press.question.stage_id == key} & changed
        news.questions_supported(stages[key], sorted(keys), now=now)


def _is_anonymous(asking: str, *, wished: bool) -> bool:
    return asking == Asking.ANONYMOUS or (asking == Asking.BOTH and wished)
