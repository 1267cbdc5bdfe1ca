"""Stages to test with: a hybrid session, one who sits in the hall, one at home, a guest."""

from datetime import datetime, timedelta
from typing import Any

from werkstatt.foundation.events.models import Day, Edition, Participation
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.tests.factories import MONDAY, NOW, at, make_edition, make_session
from werkstatt.rooms.stage.actions import questions, stages, voices
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Question, Stage, Voice

START = at("10:00")
LATER = START + timedelta(minutes=10)


def hybrid_session(edition: Edition | None = None, **fields: Any) -> Session:
    values = {"format": SessionFormat.PANEL, "channel": SessionChannel.BOTH, "title": "Was bleibt?", **fields}
    return make_session(edition or make_edition(), **values)


def make_stage(session: Session | None = None, *, live: bool = True, now: datetime = START, **rules: Any) -> Stage:
    """An opened stage; live unless told otherwise. `rules` are fields of the stage."""
    stage = stages.open_stage(session=session or hybrid_session(), now=now - timedelta(minutes=30))
    if live:
        rules = {"state": StageState.LIVE, "began_at": now, **rules}
    Stage.objects.filter(pk=stage.pk).update(**rules)
    return Stage.objects.select_related("session__edition").get(pk=stage.pk)


def registered(stage: Stage, channel: str = "on_site", **fields: Any) -> Person:
    """A person with a place on the stage's day."""
    person = PersonFactory.create(**fields)
    on = stage.session.starts_at.astimezone(stage.session.edition.zone).date()
    day = Day.objects.get(edition=stage.session.edition, on=on)
    Participation.objects.create(person=person, day=day, channel=channel, began_at=NOW)
    return person


def voice(stage: Stage, channel: str = "on_site", **fields: Any) -> Voice:
    person = registered(stage, channel, **fields)
    joined = voices.join_stage(stage=stage, person=person, channel=channel, now=START)
    joined.stage = stage
    return joined


def guest(stage: Stage, name: str = "Ulmer Spatz", channel: str = "on_site") -> Voice:
    joined = voices.join_as_guest(stage=stage, pseudonym=name, channel=channel, now=START)
    joined.stage = stage
    return joined


def ask(by: Voice, text: str = "Wer zahlt das?", *, now: datetime = LATER, anonymous: bool = False) -> Question:
    return questions.ask_question(voice=by, text=text, is_anonymous=anonymous, now=now)


__all__ = ["LATER", "MONDAY", "START", "ask", "guest", "hybrid_session", "make_stage", "registered", "voice"]
