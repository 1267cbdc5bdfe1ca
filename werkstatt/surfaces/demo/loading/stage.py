"""Life on the stage of the first panel: told from `data/stage.toml` through the actions that people use.

The demo clock leads it: before the day there is no stage, during the day it is live, afterwards it has ended. Whoever turns
the clock back finds the story told afresh.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from werkstatt.foundation.events.choices import Channel, ParticipationState
from werkstatt.foundation.events.models import Participation
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.actions import chat, hands, questions, reactions, stages, voices
from werkstatt.rooms.stage.choices import QuestionState, Reaction, StageState
from werkstatt.rooms.stage.models import Hand, Message, Question, Stage, Voice
from werkstatt.rooms.stage.news import questions as news
from werkstatt.surfaces.demo.cast import ZONE
from werkstatt.surfaces.demo.loading.facts import facts
from werkstatt.surfaces.demo.loading.record import play_the_end
from werkstatt.surfaces.demo.loading.rewinding import close_stage, rewind_stage
from werkstatt.surfaces.demo.personas import EDITION

Row = dict[str, Any]
KEPT_APART = ("karin.seeger@haiterbach.example", "joerg.hasenfratz@werkstatt.example")  # visitors speak for them


@transaction.atomic
def play_stage(*, now: datetime) -> Stage | None:
    """Bring the panel's stage to where it stands at `now`; again and again without harm, forwards and backwards."""
    data = facts("stage")
    session = Session.objects.select_related("edition").filter(edition__slug=EDITION, code=data["session"]).first()
    if session is None:
        return None
    stage = Stage.objects.select_related("session__edition__series").filter(session=session).first()
    if now < session.starts_at:
        if stage is not None:
            close_stage(stage, now=now)
        return None
    is_over = now > session.ends_at + timedelta(hours=1)
    if stage is not None and stage.state == StageState.ENDED and not is_over:
        rewind_stage(stage, now=now)
        stage = None
    stage = stage or _told(session, data)
    if is_over and stage.state != StageState.ENDED:
        play_the_end(stage, at=lambda clock: _at(stage, clock))
        stage.refresh_from_db()
    return stage


def _told(session: Session, data: Row) -> Stage:
    opened = stages.open_stage(session=session, code=data["code"], now=session.starts_at - timedelta(minutes=40))
    rules = {name: data[name] for name in ("pinned_note", "shared_link", "shared_link_title")}
    Stage.objects.filter(pk=opened.pk).update(state=StageState.LIVE, began_at=session.starts_at, **rules)
    stage = Stage.objects.select_related("session__edition").get(pk=opened.pk)
    audience = _audience(stage, data)
    _ask(stage, data["questions"], audience)
    _talk(stage, data["messages"], audience)
    _speak(stage, data["hands"], audience)
    _applaud(stage, audience)
    return stage


class Audience:
    """Who is there; `next_of` lets them take turns."""

    def __init__(self, voices_here: list[Voice]) -> None:
        self.everybody = voices_here
        by_channel: dict[str, list[Voice]] = defaultdict(list)
        for voice in voices_here:
            by_channel[voice.channel].append(voice)
        self._turns: dict[str, Iterator[Voice]] = {channel: _round(rows) for channel, rows in by_channel.items()}

    def next_of(self, channel: str) -> Voice:
        return next(self._turns[channel])


def _round(rows: list[Voice]) -> Iterator[Voice]:
    while True:
        yield from rows


def _audience(stage: Stage, data: Row) -> Audience:
    session = stage.session
    on = session.starts_at.astimezone(ZONE).date()
    places = Participation.objects.filter(day__edition=session.edition, day__on=on, state=ParticipationState.ACTIVE)
    places = places.exclude(person__email__in=KEPT_APART).order_by("pk")
    came: list[tuple[Person, str]] = [
        (place.person, channel)
        for channel in Channel
        for place in places.filter(channel=channel).select_related("person")[: data[channel]]
    ]
    joined = [
        voices.join_stage(stage=stage, person=person, channel=channel, now=session.starts_at)
        for person, channel in came
    ]
    joined += [
        voices.join_as_guest(stage=stage, pseudonym=row["name"], channel=row["channel"], now=session.starts_at)
        for row in data["guests"]
    ]
    for voice in joined:
        voice.stage = stage
    return Audience(joined)


def _ask(stage: Stage, rows: list[Row], audience: Audience) -> None:
    for number, row in enumerate(rows):
        at = _at(stage, row["at"])
        voice = audience.next_of(row["channel"])
        anonymous = row.get("is_anonymous", False)
        asked = questions.ask_question(voice=voice, text=row["text"], is_anonymous=anonymous, now=at)
        fans = [each for each in audience.everybody if each.pk != voice.pk]
        start = number * 7 % len(fans)
        chosen = (fans + fans)[start : start + row["supports"]]
        questions.press_support([questions.Press(fan, asked) for fan in chosen], now=at + timedelta(minutes=2))
        _settle(asked, row, stage)


def _settle(question: Question, row: Row, stage: Stage) -> None:
    """What the moderation made of it."""
    changes: Row = {"is_starred": row.get("is_starred", False)}
    if "answered_at" in row:
        at = _at(stage, row["answered_at"])
        changes |= {"state": QuestionState.ANSWERED, "answered_at": at, "answer": row["answer"]}
        changes["on_stage_at"] = at - timedelta(minutes=4)
    if "on_stage_at" in row:
        changes |= {"state": QuestionState.ON_STAGE, "on_stage_at": _at(stage, row["on_stage_at"])}
    Question.objects.filter(pk=question.pk).update(**changes)
    question.refresh_from_db()
    news.question_changed(question, now=_at(stage, row["at"]))


def _talk(stage: Stage, rows: list[Row], audience: Audience) -> None:
    said: list[Message] = []
    for row in rows:
        reply_to = said[row["reply_to"] - 1] if "reply_to" in row else None
        voice = audience.next_of(row["channel"])
        said.append(chat.write_message(voice=voice, text=row["text"], now=_at(stage, row["at"]), reply_to=reply_to))


def _speak(stage: Stage, rows: list[Row], audience: Audience) -> None:
    for row in rows:
        voice = audience.next_of(row["channel"])
        hand: Hand = hands.raise_hand(voice=voice, about=row["about"], now=_at(stage, row["at"]))
        if "spoke" in row:
            spoke = _at(stage, row["spoke"])
            hands.call_hand(hand=hand, now=spoke)
            hands.finish_turn(hand=hand, now=spoke + timedelta(minutes=1))


def _applaud(stage: Stage, audience: Audience) -> None:
    for minute in range(2, 40, 6):
        crowd = audience.everybody[minute % 5 :: 2]
        reactions.react([(voice, Reaction.APPLAUSE) for voice in crowd], now=_at(stage, "10:00", minute))


def _at(stage: Stage, clock: str, minutes: int = 0) -> datetime:
    hour, minute = clock.split(":")
    start = stage.session.starts_at.astimezone(ZONE)
    return start.replace(hour=int(hour), minute=int(minute)) + timedelta(minutes=minutes)
