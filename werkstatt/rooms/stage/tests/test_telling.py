"""Whoever may read the record learns once that it is there: by mail, in her language, with the reason why."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.actions import star_session
from werkstatt.rooms.stage.actions import guarding, leading, record
from werkstatt.rooms.stage.actions.telling import tell_readers
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import LATER, guest, make_stage, registered, voice
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


def published(stage: Stage) -> Stage:
    leading.end_stage(stage=stage, by=None, now=LATER)
    return record.publish_record(stage=stage, by=None, now=LATER)


def person_on(stage: Stage, channel: str = "on_site", **fields: Any) -> Person:
    person = voice(stage, channel, **fields).person
    assert person is not None
    return person


def test_those_who_took_part_and_those_who_follow_are_told_once_each_why():
    stage = make_stage()
    there, english = person_on(stage), person_on(stage, "online", language="en")
    follows, elsewhere = registered(stage, "online"), PersonFactory.create()
    for each in (there, follows, elsewhere):
        star_session(session=stage.session, person=each, now=LATER)
    guest(stage)
    published(stage)
    assert [tell_readers(stage=stage.pk, now=LATER), tell_readers(stage=stage.pk, now=LATER)] == [3, 0]
    text = {mail.to_email: mail.text for mail in Mail.objects.filter(kind="stage_record")}
    assert set(text) == {there.email, english.email, follows.email}
    assert "/stage/record/" in text[there.email]
    assert "dabei waren" in text[there.email]
    assert "/stage/feedback/" in text[there.email]
    assert "/en/" in text[english.email]
    assert "auf Ihren Plan" in text[follows.email]
    assert "/stage/feedback/" not in text[follows.email]


def test_publishing_again_tells_nobody_twice():
    stage = make_stage()
    voice(stage)
    published(stage)
    assert tell_readers(stage=stage.pk, now=LATER) == 1
    record.withdraw_record(stage=stage, by=None, now=LATER)
    record.publish_record(stage=stage, by=None, now=LATER)
    assert tell_readers(stage=stage.pk, now=LATER) == 0


def test_a_record_that_was_withdrawn_meanwhile_is_told_to_nobody():
    stage = make_stage()
    voice(stage)
    published(stage)
    record.withdraw_record(stage=stage, by=None, now=LATER)
    assert tell_readers(stage=stage.pk, now=LATER) == 0


def test_whoever_was_blocked_is_not_invited_back():
    stage = make_stage()
    blocked = person_on(stage)
    guarding.block_voice(voice=blocked.voices.get(), reason="Werbung", by=None, now=LATER)
    star_session(session=stage.session, person=blocked, now=LATER)
    published(stage)
    assert tell_readers(stage=stage.pk, now=LATER) == 0


def test_publishing_leaves_the_letters_to_a_job():
    stage = make_stage()
    voice(stage)
    published(stage)
    job = ProcrastinateJob.objects.get(task_name="stage.tell_readers")
    assert (job.args, Mail.objects.count()) == ({"stage": stage.pk}, 0)
