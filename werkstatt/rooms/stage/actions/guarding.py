"""Keeping the talk decent: remove, block, let in again, answer reports. Whoever it concerns is told, and it is written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.chat import delete_message
from werkstatt.rooms.stage.actions.diary import locked, note
from werkstatt.rooms.stage.actions.moderation import SETTLED, hide_question
from werkstatt.rooms.stage.choices import HandState, ReportState
from werkstatt.rooms.stage.models import Message, Question, Report, Stage, Voice
from werkstatt.rooms.stage.news import hands
from werkstatt.rooms.stage.news import stage as news
from werkstatt.rooms.stage.news.nudges import nudge_desk
from werkstatt.services.live.fragments import say

REMOVED = _("Die Moderation hat einen Beitrag von Ihnen entfernt.")
BLOCKED = _("Die Moderation hat Ihre Beiträge auf dieser Bühne gesperrt. Zuhören können Sie weiter.")
LET_IN = _("Die Moderation hat Ihre Beiträge wieder zugelassen.")
HEARD = _("Danke für Ihren Hinweis. Die Moderation hat ihn geprüft.")


class ReportIsSettled(Exception):
    """Somebody else has answered it already."""


class AuthorStaysUnknown(Exception):
    """The question was asked without a name; to block its author would give her away."""


def remove_message(*, message: Message, by: Person | None, now: datetime, reason: str = "") -> None:
    """The text is gone, its place stays; its author is told. A second time changes nothing."""
    with transaction.atomic():
        stage = locked(message.stage)
        message = Message.objects.select_related("voice__person", "stage").get(pk=message.pk)
        if message.is_deleted:
            return
        delete_message(message=message, now=now, by_moderation=True)
        note(stage, "message_removed", by=by, now=now, voice=message.voice, message=message.pk, reason=_short(reason))
        nudge_desk(stage, "reports", now=now)
        say(message.voice.listener, text=REMOVED, now=now)


def block_voice(*, voice: Voice, reason: str, by: Person | None, now: datetime) -> Voice:
    """She may listen, but contribute nothing; her hand goes down. She reads the reason on her page."""
    with transaction.atomic():
        stage = locked(voice.stage)
        voice = _voice(voice, stage)
        if voice.is_blocked:
            return voice
        voice.blocked_at, voice.block_reason = now, _short(reason)
        voice.save(update_fields=["blocked_at", "block_reason"])
        lowered = voice.hands.filter(state=HandState.RAISED).update(state=HandState.LOWERED, finished_at=now)
        note(stage, "voice_blocked", by=by, now=now, voice=voice, reason=voice.block_reason)
        if lowered:
            hands.hands_changed(stage, now=now)
        _tell(stage, voice, BLOCKED, now)
    return voice


def hide_and_block(*, question: Question, reason: str, by: Person | None, now: datetime) -> None:
    """The question goes, and whoever asked it may contribute no more. Raises AuthorStaysUnknown, QuestionHasMovedOn."""
    if question.is_anonymous:
        raise AuthorStaysUnknown
    with transaction.atomic():
        hidden = hide_question(question=question, by=by, now=now, reason=reason)
        block_voice(voice=hidden.voice, reason=reason, by=by, now=now)


def let_in(*, voice: Voice, by: Person | None, now: datetime) -> Voice:
    """A blocked voice may contribute again."""
    with transaction.atomic():
        stage = locked(voice.stage)
        voice = _voice(voice, stage)
        if not voice.is_blocked:
            return voice
        voice.blocked_at, voice.block_reason = None, ""
        voice.save(update_fields=["blocked_at", "block_reason"])
        note(stage, "voice_let_in", by=by, now=now, voice=voice)
        _tell(stage, voice, LET_IN, now)
    return voice


def uphold_report(*, report: Report, by: Person | None, now: datetime, blocks: bool = False) -> Report:
    """The report is right: what it is about goes, and with `blocks` its author may contribute no more.

    Raises ReportIsSettled, AuthorStaysUnknown.
    """
    if blocks and report.question is not None and report.question.is_anonymous:
        raise AuthorStaysUnknown
    with transaction.atomic():
        report = _settle(report, ReportState.UPHELD, by=by, now=now)
        if report.message is not None:
            remove_message(message=report.message, by=by, now=now, reason=report.reason)
        elif report.question is not None and report.question.state not in SETTLED:
            hide_question(question=report.question, by=by, now=now, reason=report.reason)
        if blocks and (concerned := report.message or report.question):
            block_voice(voice=concerned.voice, reason=report.reason, by=by, now=now)
        _thank(report, now)
    return report


def dismiss_report(*, report: Report, by: Person | None, now: datetime) -> Report:
    """Nothing wrong with it. Raises ReportIsSettled."""
    with transaction.atomic():
        report = _settle(report, ReportState.DISMISSED, by=by, now=now)
        _thank(report, now)
    return report


def _settle(report: Report, state: ReportState, *, by: Person | None, now: datetime) -> Report:
    stage = locked(report.stage)
    open_ones = stage.reports.filter(pk=report.pk, state=ReportState.OPEN)
    if not open_ones.update(state=state, resolved_at=now, resolved_by=by):
        raise ReportIsSettled
    about = ("message__voice__person", "question__voice__person", "reporter__person")
    report = stage.reports.select_related(*about).get(pk=report.pk)
    note(stage, f"report_{state}", by=by, now=now, report=report.pk)
    return report


def _thank(report: Report, now: datetime) -> None:
    nudge_desk(report.stage, "reports", now=now)
    say(report.reporter.listener, text=HEARD, now=now)


def _voice(voice: Voice, stage: Stage) -> Voice:
    found = Voice.objects.select_related("person").get(pk=voice.pk)
    found.stage = stage
    return found


def _tell(stage: Stage, voice: Voice, text: object, now: datetime) -> None:
    nudge_desk(stage, "chat", "reports", "hands", now=now)
    news.voice_changed(voice, now=now)
    say(voice.listener, text=text, now=now)


def _short(reason: str) -> str:
    return clean_line(reason)[:300]
