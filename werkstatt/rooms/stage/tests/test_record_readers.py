"""Who reads the record when: every kind of visitor before, during and after, published and not."""

from collections.abc import Callable

import pytest
from django.test import Client

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.choices import SpeakerRole
from werkstatt.foundation.programme.models import SessionSpeaker
from werkstatt.foundation.programme.tests.factories import make_speaker
from werkstatt.rooms.stage.actions import leading, record
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import make_stage, registered, voice
from werkstatt.rooms.stage.tests.test_desk import address, at_desk
from werkstatt.rooms.stage.tests.test_record import END, reader

pytestmark = pytest.mark.django_db


def _logged_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _speaks(stage: Stage, role: SpeakerRole) -> Client:
    person = PersonFactory.create()
    speaker = make_speaker(f"Person {person.pk}", person=person)
    SessionSpeaker.objects.create(session=stage.session, speaker=speaker, role=role)
    return _logged_in(person)


def _co_moderator(stage: Stage) -> Client:
    person = PersonFactory.create()
    stage.co_moderators.add(person)
    return _logged_in(person)


def _guest(stage: Stage) -> Client:
    client = Client()
    client.post(f"/join/{stage.code}/", {"pseudonym": "Ulmer Spatz", "channel": "on_site"})
    return client


def _another_day(stage: Stage) -> Client:
    person = registered(stage)
    day = stage.session.edition.days.order_by("on").last()
    person.participations.update(day=day)
    return _logged_in(person)


VISITORS: dict[str, Callable[[Stage], Client]] = {
    "organiser": lambda stage: at_desk(stage, RoleKind.ORGANISER),
    "programme": lambda stage: at_desk(stage, RoleKind.PROGRAMME),
    "facilitator": lambda stage: at_desk(stage, RoleKind.FACILITATOR),
    "moderator_of_the_session": lambda stage: _speaks(stage, SpeakerRole.FACILITATOR),
    "co_moderator": _co_moderator,
    "participant": lambda stage: reader(voice(stage)),
    "in_the_hall_without_a_phone": lambda stage: _logged_in(registered(stage)),
    "guest": _guest,
    "panellist": lambda stage: _speaks(stage, SpeakerRole.PANELLIST),
    "registered_for_another_day": _another_day,
    "stranger": lambda _stage: _logged_in(PersonFactory.create()),
    "nobody": lambda _stage: Client(),
}
LEADING = {"organiser", "programme", "facilitator", "moderator_of_the_session", "co_moderator"}
TAKING_PART = {"participant", "in_the_hall_without_a_phone", "guest", "panellist"}


@pytest.mark.parametrize("who", VISITORS)
def test_who_reads_the_record_when(who):
    stage = make_stage()
    client = VISITORS[who](stage)
    reads = {}
    for state in ("live", "ended", "published"):
        if state == "ended":
            leading.end_stage(stage=stage, by=None, now=END)
        if state == "published":
            record.publish_record(stage=stage, by=None, now=END)
        reads[state] = client.get(address(stage, "record")).status_code == 200
    assert reads == {"live": who in LEADING, "ended": who in LEADING, "published": who in LEADING | TAKING_PART}
    status = client.get(address(stage, "moderation_record")).status_code
    assert status == (200 if who in LEADING else 302 if who in {"guest", "nobody"} else 404)


def test_before_it_begins_only_the_moderation_prepares():
    stage = make_stage(live=False)
    own = voice(stage)
    assert reader(own).get(address(stage, "record")).status_code == 404
    desk = at_desk(stage)
    assert desk.get(address(stage, "moderation_record")).status_code == 200
    assert desk.post(address(stage, "moderation_publication"), {"do": "publish"}, follow=True).status_code == 200
    stage.refresh_from_db()
    assert not stage.record_is_public
