"""What the moderation makes of a stage afterwards: who may read the record, with chat or without, and what is carried on.

Answers are written with `moderation.write_answer`, results released with `polls.show_result`, as during the session.
"""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.foundation.trail import actions as trail
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import ref
from werkstatt.foundation.trail.queries import links_of
from werkstatt.rooms.stage.actions.diary import locked, note
from werkstatt.rooms.stage.choices import QuestionState, StageState
from werkstatt.rooms.stage.jobs import tell_readers_of
from werkstatt.rooms.stage.models import Question, Stage
from werkstatt.rooms.stage.news.nudges import nudge_desk
from werkstatt.rooms.stage.news.stage import stage_changed

SEEN = (QuestionState.WAITING, QuestionState.ON_STAGE, QuestionState.ANSWERED)


class StageStillRuns(Exception):
    """There is no record to publish before the stage has ended."""


class QuestionIsNotSeen(Exception):
    """Hidden, withdrawn, not released or merged into another: nobody reads it in the record."""


class SomethingBecameOfIt(Exception):
    """The question has gone further already; its thread is not cut."""


@transaction.atomic
def publish_record(*, stage: Stage, by: Person | None, now: datetime) -> Stage:
    """From now on those who took part may read it, and are told so. Raises StageStillRuns."""
    stage = _set(stage, "record_published", by=by, now=now, record_is_public=True)
    tell_readers_of(stage)
    return stage


def withdraw_record(*, stage: Stage, by: Person | None, now: datetime) -> Stage:
    """Only the moderation reads it."""
    return _set(stage, "record_withdrawn", by=by, now=now, record_is_public=False)


def choose_chat(*, stage: Stage, has_chat: bool, by: Person | None, now: datetime) -> Stage:
    """Whether the chat is part of the record."""
    verb = "record_with_chat" if has_chat else "record_without_chat"
    return _set(stage, verb, by=by, now=now, record_has_chat=has_chat)


def carry_on(*, question: Question, by: Person | None, now: datetime) -> None:
    """The question shall not end with the session: it stands in the trail of the edition. Raises QuestionIsNotSeen."""
    with transaction.atomic():
        stage = locked(question.stage)
        found = stage.questions.filter(pk=question.pk, state__in=SEEN, merged_into=None).first()
        if found is None:
            raise QuestionIsNotSeen
        own = ref("stage.question", found.pk)
        session, edition = (
            ref("programme.session", stage.session_id),
            ref("events.edition", stage.session.edition_id),
        )
        trail.join(source=session, target=own, relation=Relation.RAISED, by=by, now=now)
        trail.join(source=own, target=edition, relation=Relation.CARRIED_ON, by=by, now=now)
        note(stage, "question_carried_on", by=by, now=now, question=found.pk)
        nudge_desk(stage, "reports", now=now)


def let_go(*, question: Question, by: Person | None, now: datetime) -> None:
    """It is not carried on after all. Raises SomethingBecameOfIt."""
    with transaction.atomic():
        stage = locked(question.stage)
        own = ref("stage.question", question.pk)
        if any(link.source == own and link.relation == Relation.BECAME for link in links_of([own])):
            raise SomethingBecameOfIt
        edition = ref("events.edition", stage.session.edition_id)
        if trail.part(source=own, target=edition, relation=Relation.CARRIED_ON, by=by, now=now):
            session = ref("programme.session", stage.session_id)
            trail.part(source=session, target=own, relation=Relation.RAISED, by=by, now=now)
            note(stage, "question_let_go", by=by, now=now, question=question.pk)
            nudge_desk(stage, "reports", now=now)


def _set(stage: Stage, verb: str, *, by: Person | None, now: datetime, **values: bool) -> Stage:
    with transaction.atomic():
        stage = locked(stage)
        if values.get("record_is_public") and stage.state != StageState.ENDED:
            raise StageStillRuns
        if all(getattr(stage, name) == value for name, value in values.items()):
            return stage
        for name, value in values.items():
            setattr(stage, name, value)
        stage.save(update_fields=list(values))
        note(stage, verb, by=by, now=now)
        stage_changed(stage, now=now)
        nudge_desk(stage, "reports", now=now)
    return stage
