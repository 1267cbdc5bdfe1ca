import pytest
from icalendar import Calendar

from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.actions import cancel_session
from werkstatt.foundation.programme.choices import SessionChannel
from werkstatt.foundation.programme.feeds import Addresses, calendar_of, plan_of_token, plan_token
from werkstatt.foundation.programme.queries import sessions_of
from werkstatt.foundation.programme.tests.factories import NOW, make_edition, make_session, room

pytestmark = pytest.mark.django_db
ADDRESSES = Addresses("https://werkstatt.example/neo/", lambda session: f"https://werkstatt.example/{session.code}/")


def feed(edition):
    content = calendar_of(edition=edition, sessions=sessions_of(edition), name="Programm", addresses=ADDRESSES)
    return Calendar.from_ical(content)


def test_an_event_says_when_where_and_keeps_its_name():
    edition = make_edition()
    session = make_session(edition)
    calendar = feed(edition)
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == f"session-{session.pk}@neo-2022.werkstatt-neo"
    assert event["LOCATION"] == "Werkstatt 1, Haus der Probe, Probeweg 1, 89073 Ulm"
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt.hour == 10
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_a_cancelled_session_is_cancelled_in_the_calendar_too():
    edition = make_edition()
    cancel_session(session=make_session(edition), note="Erkrankt.", now=NOW)
    (event,) = feed(edition).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["SUMMARY"].startswith("Abgesagt: ")


def test_the_private_way_into_the_online_room_never_stands_in_a_feed():
    edition = make_edition()
    secret = room(edition, "Raum A")
    secret.join_url = "https://video.example/secret-room"
    secret.save()
    make_session(edition, channel=SessionChannel.BOTH, hall="Plenum")
    content = calendar_of(edition=edition, sessions=sessions_of(edition), name="x", addresses=ADDRESSES)
    assert b"secret-room" not in content
    assert "online: https://werkstatt.example/neo/" in str(feed(edition).walk("VEVENT")[0]["LOCATION"])


def test_a_plan_token_names_person_and_edition_and_cannot_be_made_up():
    edition = make_edition()
    person = Person.objects.create_user(email="maria@example.org")
    token = plan_token(person=person, edition=edition)
    assert plan_of_token(token) == (person.pk, edition.pk)
    assert plan_of_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert plan_of_token("forged") is None
