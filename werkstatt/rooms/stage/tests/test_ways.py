"""From the programme and the lobby to the stage, when its door is open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.tests.factories import LATER, START, make_stage, registered
from werkstatt.rooms.stage.ways import open_stages, way_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def _during(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


def test_the_door_opens_an_hour_before_and_closes_with_the_stage():
    stage = make_stage(live=False)
    session, person = stage.session, registered(stage, "online")
    assert way_to(session, visitor=person, now=START - timedelta(hours=2)) is None
    way = way_to(session, visitor=person, now=START - timedelta(minutes=50))
    assert way is not None
    assert way.is_direct
    assert open_stages([session], now=LATER) == {session.pk}
    type(stage).objects.update(state=StageState.ENDED, ended_at=LATER)
    assert open_stages([session], now=LATER) == set()


@pytest.mark.usefixtures("_during")
def test_timetable_session_lobby_and_now_lead_to_the_stage():
    stage = make_stage()
    session = stage.session
    client = Client()
    client.force_login(registered(stage, "online", first_name="Rita", last_name="Rathaus"))
    address = reverse("stage:stage", args=[session.edition.slug, session.code])
    pages = [
        reverse("website:session", args=[session.edition.slug, session.code]),
        reverse("website:programme", args=[session.edition.slug]),
        reverse("lobby:home"),
        reverse("lobby:now"),
    ]
    for page in pages:
        assert f'href="{address}"' in client.get(page, follow=True).content.decode(), page
