"""From the programme and the lobby to the stage, when its door is open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.choices import SessionFormat, SpeakerRole
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.tests.factories import make_speaker
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.permissions import moderated_among
from werkstatt.rooms.stage.tests.factories import LATER, START, hybrid_session, make_stage, registered
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


def test_whoever_leads_opens_a_stage_from_the_session_and_goes_to_its_desk():
    session = hybrid_session()
    client = Client()
    client.force_login(RoleFactory.create(edition=session.edition, kind=RoleKind.FACILITATOR).person)
    page, where = reverse("website:session", args=address(session)), reverse("stage:opening", args=address(session))
    assert f'action="{where}"' in client.get(page).text
    desk = reverse("stage:moderation", args=address(session))
    assert client.post(where).headers["Location"] == desk
    assert client.post(where).status_code == 302
    assert Stage.objects.get().session == session
    for there in (page, reverse("stage:stage", args=address(session))):
        assert f'href="{desk}"' in client.get(there).text


@pytest.mark.parametrize("kind", [RoleKind.FINANCE, RoleKind.DOOR])
def test_nobody_else_opens_a_stage_or_is_led_to_the_desk(kind):
    session = hybrid_session()
    client = Client()
    opening = reverse("stage:opening", args=address(session))
    assert client.post(opening).status_code == 302
    client.force_login(RoleFactory.create(edition=session.edition, kind=kind).person)
    assert client.post(opening).status_code == 404
    assert Stage.objects.count() == 0
    make_stage(session)
    assert "Moderieren" not in client.get(reverse("website:session", args=address(session))).text


def test_a_break_has_no_stage():
    pause = hybrid_session(format=SessionFormat.BREAK)
    client = Client()
    client.force_login(RoleFactory.create(edition=pause.edition, kind=RoleKind.PROGRAMME).person)
    assert client.post(reverse("stage:opening", args=address(pause))).status_code == 302
    assert Stage.objects.count() == 0


def test_whom_the_now_page_leads_to_the_desk():
    stage = make_stage()
    leads, helps, speaks, other = PersonFactory.create_batch(4)
    RoleFactory.create(edition=stage.session.edition, person=leads, kind=RoleKind.FACILITATOR)
    stage.co_moderators.add(helps)
    speaker = make_speaker()
    Speaker.objects.filter(pk=speaker.pk).update(person=speaks)
    stage.session.speaker_links.create(speaker=speaker, role=SpeakerRole.FACILITATOR)
    for person in (leads, helps, speaks):
        assert moderated_among(person, [stage]) == {stage.pk}
    assert moderated_among(other, [stage]) == set()
    assert moderated_among(leads, []) == set()


def address(session: Session) -> list[str]:
    return [session.edition.slug, session.code]
