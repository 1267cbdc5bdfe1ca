"""Leading a stage: begin and end it, its rules, its timer, what is pinned and shared, and what the big screen shows."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.diary import StageIsEnded, locked, note
from werkstatt.rooms.stage.actions.hands import finish_turn
from werkstatt.rooms.stage.actions.polls import close_poll
from werkstatt.rooms.stage.choices import Asking, HallView, HandState, PollState, StageState
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.news import chat, hall
from werkstatt.rooms.stage.news import stage as news
from werkstatt.rooms.stage.news.nudges import nudge_desk

LONGEST_TIMER = timedelta(hours=4)


class TimerIsTooLong(Exception):
    """Between one second and four hours."""


@dataclass(frozen=True)
class StageRules:
    """What people may do on the stage, and guests among them."""

    asking: Asking
    approves_first: bool
    chat_is_open: bool
    slow_seconds: int
    hands_are_open: bool
    guests_may_ask: bool
    guests_may_vote: bool
    guests_may_chat: bool
    guests_may_react: bool


def begin_stage(*, stage: Stage, by: Person | None, now: datetime) -> Stage:
    """It is live. Once begun it stays so until it ends. Raises StageIsEnded."""
    with transaction.atomic():
        stage = locked(stage)
        if stage.state == StageState.ENDED:
            raise StageIsEnded
        if stage.state == StageState.LIVE:
            return stage
        stage.state, stage.began_at = StageState.LIVE, now
        stage.save(update_fields=["state", "began_at"])
        note(stage, "stage_begun", by=by, now=now)
        _tell_everybody(stage, now)
    return stage


def end_stage(*, stage: Stage, by: Person | None, now: datetime) -> Stage:
    """Nobody contributes any more; open polls close, whoever speaks is done, the record begins."""
    with transaction.atomic():
        stage = locked(stage)
        if stage.state == StageState.ENDED:
            return stage
        for poll in stage.polls.filter(state=PollState.OPEN):
            close_poll(poll=poll, by=by, now=now)
        for hand in stage.hands.filter(state=HandState.CALLED).select_related("voice__person", "voice__stage", "stage"):
            finish_turn(hand=hand, now=now)
        stage.refresh_from_db()
        stage.state, stage.ended_at, stage.timer_ends_at = StageState.ENDED, now, None
        stage.save(update_fields=["state", "ended_at", "timer_ends_at"])
        note(stage, "stage_ended", by=by, now=now)
        _tell_everybody(stage, now)
    return stage


def change_rules(*, stage: Stage, rules: StageRules, by: Person | None, now: datetime) -> Stage:
    with transaction.atomic():
        stage = locked(stage)
        for name, value in asdict(rules).items():
            setattr(stage, name, value)
        stage.save()
        note(stage, "rules_changed", by=by, now=now, **asdict(rules))
        _tell_everybody(stage, now)
    return stage


def start_timer(*, stage: Stage, length: timedelta, label: str, by: Person | None, now: datetime) -> Stage:
    """Everybody sees the time run. A new timer replaces the old. Raises TimerIsTooLong."""
    if not timedelta(0) < length <= LONGEST_TIMER:
        raise TimerIsTooLong
    return _set(stage, now, timer_ends_at=now + length, timer_label=clean_line(label)[:80])


def stop_timer(*, stage: Stage, by: Person | None, now: datetime) -> Stage:
    return _set(stage, now, timer_ends_at=None, timer_label="")


def lead_hall(*, stage: Stage, view: HallView, by: Person | None, now: datetime) -> Stage:
    """What the big screen shows, as far as there is something released to show."""
    with transaction.atomic():
        stage = locked(stage)
        stage.hall_view = view
        stage.save(update_fields=["hall_view"])
        hall.show_scene(stage, now=now)
        nudge_desk(stage, "lead", "reports", now=now)
    return stage


def pin_note(*, stage: Stage, text: str, by: Person | None, now: datetime) -> Stage:
    """A sentence above everything; empty takes it away."""
    with transaction.atomic():
        stage = locked(stage)
        stage.pinned_note = clean_line(text)[:500]
        stage.save(update_fields=["pinned_note"])
        note(stage, "note_pinned", by=by, now=now, text=stage.pinned_note)
        chat.note_changed(stage, now=now)
        nudge_desk(stage, "lead", "reports", now=now)
    return stage


def share_link(*, stage: Stage, url: str, title: str, by: Person | None, now: datetime) -> Stage:
    """Slides or a page for everybody at once; empty takes it away."""
    with transaction.atomic():
        stage = locked(stage)
        stage.shared_link, stage.shared_link_title = url[:500], clean_line(title)[:120]
        stage.save(update_fields=["shared_link", "shared_link_title"])
        note(stage, "link_shared", by=by, now=now, url=stage.shared_link)
        news.link_changed(stage, now=now)
        nudge_desk(stage, "lead", "reports", now=now)
    return stage


def appoint_moderator(*, stage: Stage, person: Person, by: Person | None, now: datetime) -> None:
    """From now on the person may moderate this stage, and no other."""
    with transaction.atomic():
        stage = locked(stage)
        stage.co_moderators.add(person)
        note(stage, "moderator_appointed", by=by, now=now, person=person.pk)
        nudge_desk(stage, "lead", "reports", now=now)


def dismiss_moderator(*, stage: Stage, person: Person, by: Person | None, now: datetime) -> None:
    with transaction.atomic():
        stage = locked(stage)
        stage.co_moderators.remove(person)
        note(stage, "moderator_dismissed", by=by, now=now, person=person.pk)
        nudge_desk(stage, "lead", "reports", now=now)


def _set(stage: Stage, now: datetime, **values: object) -> Stage:
    with transaction.atomic():
        stage = locked(stage)
        for name, value in values.items():
            setattr(stage, name, value)
        stage.save(update_fields=list(values))
        news.timer_changed(stage, now=now)
        hall.show_scene(stage, now=now)
        nudge_desk(stage, "lead", "reports", now=now)
    return stage


def _tell_everybody(stage: Stage, now: datetime) -> None:
    news.stage_changed(stage, now=now)
    hall.show_scene(stage, now=now)
    nudge_desk(stage, "lead", "questions", "polls", "hands", "chat", "reports", "voice", now=now)
