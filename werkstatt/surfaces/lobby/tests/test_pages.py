"""My workshop: one card that says what to do now, and nothing that belongs to others."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from werkstatt.foundation.events.actions import begin_participation
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.tests.factories import IN_MARCH, RoleFactory
from werkstatt.foundation.people.actions import give_consent
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import MembershipFactory, PersonFactory
from werkstatt.foundation.programme.actions import star_session
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import parts_of
from werkstatt.foundation.programme.tests.factories import at, make_edition, make_session, make_speaker
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.tests.factories import placed_order
from werkstatt.surfaces.lobby.queries import Visit, card_for, days_of, edition_to_show, orders_of, plan_for

pytestmark = pytest.mark.django_db
PAGES = ("", "plan/", "orders/", "profile/", "organisations/", "consents/", "data/", "data/erasure/")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def taking_part(channel: Channel, edition: Any = None) -> tuple[Person, Any]:
    edition = edition or make_edition()
    person = PersonFactory.create()
    for day in edition.days.all():
        begin_participation(person=person, day=day, channel=channel, organisation=None, now=IN_MARCH)
    return person, edition


def card_at(person: Person, now: datetime) -> Any:
    days = days_of(person)
    return card_for(Visit(person, edition_to_show(days, now), days, parts=parts_of(person, after=now)), now)


def test_strangers_are_shown_the_door(client: Client):
    for page in PAGES:
        assert client.get(f"/my/{page}")["Location"].startswith("/accounts/login/code/?next=")


def test_every_page_greets_somebody_who_has_nothing_yet():
    make_edition()
    client = signed_in(PersonFactory.create())
    for page in PAGES:
        for prefix in ("", "/en"):
            assert client.get(f"{prefix}/my/{page}").status_code == 200, page


def test_the_card_follows_the_calendar():
    person, edition = taking_part(Channel.ON_SITE)
    session = make_session(edition, "Hitze in der Innenstadt", starts="10:00", ends="11:00")
    assert card_at(person, at("9:00") - timedelta(days=12)).preline == "In 12 Tagen"
    assert "Probeweg 1" in card_at(person, at("9:00") - timedelta(days=12)).text
    assert card_at(person, at("9:00") - timedelta(days=1)).preline == "Morgen"
    soon, running = card_at(person, at("9:45")), card_at(person, at("10:15"))
    assert (soon.preline, soon.title) == ("Gleich, um 10:00\u00a0Uhr", "Hitze in der Innenstadt")
    assert (running.preline, list(running.sessions)) == ("Jetzt", [session])
    assert card_at(person, at("20:00") + timedelta(days=1)).title == "Schön, dass Sie dabei waren."


def test_who_speaks_finds_when_and_where():
    edition, person = make_edition(), PersonFactory.create()
    speaker = make_speaker(person=person)
    make_session(edition, "Podium", hall="Plenum", online="Raum A", speakers=[speaker])
    make_session(edition, "Vorbei", starts="8:00", ends="8:30", hall="Plenum", speakers=[speaker])
    card = card_at(person, at("9:00"))
    assert (card.title, card.channel) == ("Podium", "both")
    with time_machine.travel(at("9:00"), tick=False):
        page = signed_in(person).get("/my/").content.decode()
    assert "Ich wirke mit" in page
    assert "Plenum" in page
    assert "Raum A" in page
    assert "Vorbei" not in page


def test_online_one_button_leads_into_the_room_that_runs():
    person, edition = taking_part(Channel.ONLINE)
    edition.rooms.filter(name="Raum A").update(join_url="https://video.example/a")
    make_session(edition, channel="online", starts="10:00", ends="11:00")
    make_session(edition, "Nur im Saal", starts="10:00", ends="11:00", hall="Werkstatt 2")
    card = card_at(person, at("10:15"))
    assert (card.button, card.url, len(card.sessions)) == ("In den Online-Raum", "https://video.example/a", 1)


def test_without_a_name_the_first_thing_is_to_ask_for_it():
    make_edition()
    person = PersonFactory.create(first_name="", last_name="")
    assert card_at(person, at("9:00")).title == "Wie heißen Sie?"


def test_the_plan_tells_what_overlaps_and_what_the_booking_does_not_cover():
    person, edition = taking_part(Channel.ON_SITE)
    first = make_session(edition, "Eins", starts="10:00", ends="11:00")
    second = make_session(edition, "Zwei", starts="10:30", ends="11:30", hall="Werkstatt 2")
    online = make_session(edition, "Drei", starts="12:00", ends="13:00", channel="online")
    for session in (first, second, online):
        star_session(session=session, person=person, now=IN_MARCH)
    plan = plan_for(person, edition, days_of(person))
    assert [(each.session.title, each.mismatch) for each in plan.days[0].sessions] == [
        ("Eins", ""),
        ("Zwei", ""),
        ("Drei", "channel"),
    ]
    assert plan.clashes == [(first, second)]
    page = signed_in(person).get("/my/plan/").content.decode()
    assert "„Eins“ und „Zwei“ überschneiden sich." in page
    signed_in(person).post(f"/my/plan/{first.pk}/removal/")
    assert set(person.stars.values_list("session__title", flat=True)) == {"Zwei", "Drei"}


def place(person: Person, edition: Any, domain: str) -> Order:
    order = placed_order(edition, [["on_site", "online"]], domain=domain)
    Order.objects.filter(pk=order.pk).update(orderer=person)
    return order


def test_orders_come_with_their_documents_in_the_same_number_of_queries():
    person, edition = PersonFactory.create(), make_edition()
    place(person, edition, "eins.example")
    with CaptureQueriesContext(connection) as one:
        (card,) = orders_of(person)
    assert (card.people, card.places, card.balance_cents, len(card.documents)) == (1, 2, 7000, 2)
    for name in ("zwei.example", "drei.example"):
        place(person, edition, name)
    with CaptureQueriesContext(connection) as three:
        assert len(orders_of(person)) == 3
    assert len(one) == len(three)


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_stays_within_its_queries(number: int):
    person, edition = taking_part(Channel.ON_SITE)
    for index in range(number):
        place(person, edition, f"ort{index}.example")
        star_session(
            session=make_session(edition, starts=f"{10 + index}:00", ends=f"{10 + index}:30"),
            person=person,
            now=IN_MARCH,
        )
    client = signed_in(person)
    with CaptureQueriesContext(connection) as queries, time_machine.travel(IN_MARCH, tick=False):
        assert client.get("/my/").status_code == 200
    assert len(queries) <= 16, "\n".join(each["sql"][:120] for each in queries)


def test_nobody_reads_what_belongs_to_others():
    edition = make_edition()
    owner = PersonFactory.create()
    order = place(owner, edition, "eins.example")
    document = orders_of(owner)[0].documents[0]
    membership = MembershipFactory.create(person=owner)
    consent = give_consent(person=owner, purpose="photos", wording="Ja.", now=IN_MARCH)
    mine, theirs = signed_in(owner), signed_in(PersonFactory.create())
    assert mine.get(f"/my/documents/{document.number}.pdf").content[:5] == b"%PDF-"
    assert mine.get(f"/my/orders/{order.code}/").status_code == 302
    for path in (f"documents/{document.number}.pdf", f"orders/{order.code}/", f"organisations/{membership.pk}/"):
        assert theirs.get(f"/my/{path}").status_code == 404
    for path in (
        f"organisations/{membership.pk}/removal/",
        f"organisations/{membership.pk}/first/",
        f"consents/{consent.pk}/withdrawal/",
    ):
        assert theirs.post(f"/my/{path}").status_code == 404


def test_a_consent_is_withdrawn_with_one_button():
    person = PersonFactory.create()
    consent = give_consent(person=person, purpose="photos", wording="Ja zu Fotos.", now=IN_MARCH)
    client = signed_in(person)
    assert "Ja zu Fotos." in client.get("/my/consents/").content.decode()
    client.post(f"/my/consents/{consent.pk}/withdrawal/")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_the_file_holds_what_every_room_knows_and_erasing_waits_for_the_days():
    person, edition = taking_part(Channel.ON_SITE)
    star_session(session=make_session(edition), person=person, now=IN_MARCH)
    client = signed_in(person)
    file = client.get("/my/data/export.json").json()
    assert file["person"]["email"] == person.email
    assert [day["on"] for day in file["events"]["days"]] == ["2022-05-02", "2022-05-03"]
    assert len(file["programme"]["plan"]) == 1
    with time_machine.travel(IN_MARCH, tick=False):
        client.post("/my/data/erasure/", {"email": person.email})
    person.refresh_from_db()
    assert person.anonymised_at is None


def test_after_the_days_a_person_can_be_erased_and_the_books_stay():
    edition, person = make_edition(), PersonFactory.create(first_name="Jana", last_name="Selten")
    order = place(person, edition, "eins.example")
    client = signed_in(person)
    answer = client.post("/my/data/erasure/", {"email": "andere@beispiel.example"})
    assert answer.status_code == 200
    assert client.post("/my/data/erasure/", {"email": person.email})["Location"] == "/accounts/login/code/"
    person.refresh_from_db()
    order.refresh_from_db()
    assert (person.full_name, person.is_active, order.orderer_name) == ("", False, "entfernt")
    assert client.get("/my/").status_code == 302
    assert order.edition.documents.count() == 2


def test_the_last_organiser_cannot_vanish():
    role = RoleFactory.create()
    page = signed_in(role.person).get("/my/data/erasure/").content.decode()
    assert "Bitte übergeben Sie zuerst." in page


def test_an_organisation_shared_with_others_is_not_changed_by_one_of_them():
    mine = MembershipFactory.create()
    client = signed_in(mine.person)
    client.post(
        f"/my/organisations/{mine.pk}/", {"name": "Neu", "sector": "company", "country": "de", "street": "Weg 1"}
    )
    mine.organisation.refresh_from_db()
    assert (mine.organisation.name, mine.organisation.country) == ("Neu", "DE")
    MembershipFactory.create(organisation=mine.organisation)
    client.post(f"/my/organisations/{mine.pk}/", {"name": "Anders", "sector": "company", "country": "de"})
    mine.organisation.refresh_from_db()
    assert mine.organisation.name == "Neu"


def test_a_cancelled_session_stays_on_the_plan_and_says_so():
    person, edition = taking_part(Channel.ON_SITE)
    session = make_session(edition, "Fällt aus")
    star_session(session=session, person=person, now=IN_MARCH)
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert "abgesagt" in signed_in(person).get("/my/plan/").content.decode()


def test_an_edition_already_announced_does_not_push_the_coming_one_aside():
    """Whoever has no days of her own (a speaker, somebody with an offer) still sees what comes next."""
    coming = make_edition()
    later = make_edition("neo-2024")
    later.days.update(on=F("on") + timedelta(days=730))
    day = coming.days.earliest("on")
    assert edition_to_show([], day.starts_at - timedelta(days=7)) == coming
    assert edition_to_show([], day.starts_at + timedelta(days=30)) == later
    assert edition_to_show([], day.starts_at + timedelta(days=1000)) == later
