"""Ways to what a stage left behind, for website and lobby: nothing before its time, nothing for those who were not there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions.materials import add_link
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import LATER, make_stage, registered, voice
from werkstatt.rooms.stage.tests.test_desk import address
from werkstatt.rooms.stage.tests.test_record import ended, reader
from werkstatt.rooms.stage.ways import left_of, records_for

pytestmark = pytest.mark.django_db


def session_page(stage: Stage) -> str:
    return reverse("website:session", args=[stage.session.edition.slug, stage.session.code])


def test_materials_are_in_the_programme_from_the_beginning_on():
    waiting = make_stage(live=False)
    add_link(stage=waiting, title="Folien von morgen", url="https://folien.example/", by=None, now=LATER)
    assert not left_of(waiting.session, visitor=AnonymousUser())
    assert "Folien von morgen" not in Client().get(session_page(waiting)).text
    Stage.objects.filter(pk=waiting.pk).update(state="live", began_at=LATER)
    assert "Folien von morgen" in Client().get(session_page(waiting)).text


def test_the_record_is_offered_to_those_who_may_read_it():
    stage = make_stage()
    own, sat_there, stranger = voice(stage), registered(stage), PersonFactory.create()
    edition = stage.session.edition
    assert own.person is not None
    assert records_for(own.person, edition) == []
    stage = ended(stage)
    for person in (own.person, sat_there):
        assert left_of(stage.session, visitor=person).record_url == address(stage, "record")
        assert records_for(person, edition) == [stage.session]
    for visitor in (stranger, AnonymousUser()):
        assert left_of(stage.session, visitor=visitor).record_url == ""
    assert records_for(stranger, edition) == []


def test_session_page_lobby_and_now_lead_to_the_record():
    stage = make_stage()
    client = reader(voice(stage))
    stage = ended(stage)
    for page in (session_page(stage), reverse("lobby:home"), reverse("lobby:now")):
        assert address(stage, "record") in client.get(page).text, page
