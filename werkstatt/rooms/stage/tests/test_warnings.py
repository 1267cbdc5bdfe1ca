"""Whoever put a session on her plan is told in time, once, with the way in."""

from datetime import timedelta

import pytest

from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.actions import star_session
from werkstatt.rooms.stage.actions.warnings import warn_everyone
from werkstatt.rooms.stage.tests.factories import START, make_stage, registered
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db
SOON = START - timedelta(minutes=15)


def test_those_who_starred_it_and_are_registered_get_one_mail():
    stage = make_stage(live=False)
    person, other_day = registered(stage, "online", language="de"), PersonFactory.create()
    for each in (person, other_day):
        star_session(session=stage.session, person=each, now=SOON)
    assert warn_everyone(now=START - timedelta(hours=2)) == 0
    assert [warn_everyone(now=SOON), warn_everyone(now=SOON)] == [1, 0]
    mail = Mail.objects.get()
    assert mail.to_email == person.email
    assert "/stage/" in mail.text
    assert stage.session.title in mail.subject


def test_nobody_is_told_of_what_has_begun():
    stage = make_stage()
    star_session(session=stage.session, person=registered(stage), now=SOON)
    assert warn_everyone(now=SOON) == 0
