"""Pages behind links: the order's and the person's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from werkstatt.foundation.events.models import Room
from werkstatt.foundation.people.models import Consent
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.registration import actions, links, queries
from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.models import Order, SupportNeeds
from werkstatt.rooms.registration.tests.factories import (
    GROUP,
    IN_MARCH,
    edition_with_days,
    first_attendee,
    placed_order,
)
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(time_machine: Any) -> None:
    time_machine.move_to(IN_MARCH)


@pytest.fixture
def order() -> Order:
    return placed_order(edition_with_days(), GROUP)


def at(name: str, order: Order, *args: Any) -> str:
    return reverse(f"registration:{name}", args=[links.order_token(order), *args])


def test_the_order_page_tells_people_money_and_story(order, client):
    page = client.get(at("order", order)).content.decode()
    for text in ("Person Nummer1", "135,00", "Noch offen", "Angemeldet."):
        assert text in page


def test_a_change_is_shown_then_done_exactly_so(order, client):
    place = queries.booked_places(order)[0]
    page = client.get(at("cancellation", order), {"place": place.pk})
    fingerprint = page.context["effect"].fingerprint
    assert page.context["effect"].cancelled_cents == 4500
    answer = client.post(at("cancellation", order), {"place": place.pk, "effect": fingerprint}, follow=True)
    assert "storniert" in answer.content.decode()
    assert Document.objects.filter(kind="cancellation").get().total_cents == 4500


def test_an_effect_nobody_saw_is_shown_again_and_not_done(order, client):
    place = queries.booked_places(order)[0]
    answer = client.post(at("channel", order), {"place": place.pk, "effect": "forged"})
    assert (answer.status_code, Document.objects.count()) == (409, 2)
    assert "Noch ist nichts geschehen" in answer.content.decode()


@pytest.mark.parametrize("address", ["cancellation", "channel"])
@pytest.mark.parametrize("place", ["999999", "x", "-1", ""])
def test_foreign_and_forged_places_do_not_exist(order, client, address, place):
    answer = client.get(at(address, order), {"place": place}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


def test_places_and_documents_of_another_order_do_not_exist(order, client):
    other = placed_order(order.edition, domain="other.example")
    place, document = queries.booked_places(other)[0], Document.objects.latest("pk")
    assert client.get(at("cancellation", order), {"place": place.pk}).status_code == 302
    assert client.get(at("document", order, document.pk)).status_code == 404
    assert client.get(at("substitute", order, first_attendee(other).pk)).status_code == 404


def test_a_substitute_by_the_page(order, client):
    data = {"first_name": "Sven", "last_name": "Springer", "email": "sven@b.example"}
    page = client.post(at("substitute", order, first_attendee(order).pk), data, follow=True).content.decode()
    assert "Sven Springer" in page


def test_another_address_is_shown_with_its_documents_first(order, client):
    data = {
        "kind": "organisation",
        "name": "Stadtkasse",
        "street": "Weg 1",
        "postcode": "89129",
        "city": "Dorf",
        "country": "DE",
    }
    page = client.post(at("order_billing", order), data)
    assert Document.objects.count() == 2
    data["effect"] = page.context["effect"].fingerprint
    client.post(at("order_billing", order), data)
    assert Document.objects.count() == 6


def test_a_document_is_delivered_as_pdf(order, client):
    answer = client.get(at("document", order, Document.objects.earliest("pk").pk))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("broken", ["abc", "1.1.1.x", "", "%00"])
def test_a_forged_link_offers_a_new_one(client, broken):
    answer = client.get(f"/orders/{broken or 'x'}/")
    assert answer.status_code == 404
    assert "Link zusenden" in answer.content.decode()


def test_a_link_for_people_opens_no_order(order, client):
    token = links.attendance_token(first_attendee(order))
    assert client.get(reverse("registration:order", args=[token])).status_code == 404


def test_a_replaced_link_sends_a_new_one_to_the_known_address_only(order, client):
    old = links.order_token(order)
    Order.objects.filter(pk=order.pk).update(link_version=2)
    assert client.get(reverse("registration:order", args=[old])).status_code == 410
    client.post(reverse("registration:same_link", args=[old]))
    mail = Mail.objects.get(kind="order_links")
    assert mail.to_email == "rita@musterdorf.example"
    link = next(word for word in mail.text.split() if "/orders/" in word)
    assert client.get(link).status_code == 200


def test_an_old_link_expires(order, client, time_machine):
    time_machine.move_to(IN_MARCH + links.LIFETIME + timedelta(days=2))
    assert client.get(at("order", order)).status_code == 410


def test_asking_for_a_link_tells_nobody_who_ordered(order, client):
    known = client.post(reverse("registration:new_link"), {"email": "rita@musterdorf.example"}).content
    unknown = client.post(reverse("registration:new_link"), {"email": "nobody@else.example"}).content
    assert known == unknown
    assert Mail.objects.filter(kind="order_links").count() == 1


def test_the_order_page_asks_the_same_of_the_database_for_one_and_for_three(client):
    counts = []
    for number in (1, 3):
        order = placed_order(edition_with_days(), [["on_site", "online"]] * number)
        client.get(at("order", order))
        with CaptureQueriesContext(connection) as captured:
            client.get(at("order", order))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


# -- The page of one person ------------------------------------------------------------------------------------------
def online_person(order: Order) -> Any:
    return order.attendees.get(last_name="Nummer3")


def attendance(order: Order, person: Any) -> str:
    return reverse("registration:attendance", args=[links.attendance_token(person)])


@pytest.fixture
def online_room(order: Order) -> Room:
    room = Room.objects.create(
        edition=order.edition, name="Raum A", slug="raum-a", channel="online", join_url="https://video.example/raum-a"
    )
    Session.objects.create(
        edition=order.edition,
        code="barcamp",
        title="Online-Barcamp",
        format="workshop",
        channel="online",
        online_room=room,
        starts_at=datetime(2022, 5, 3, 7, 30, tzinfo=UTC),
        ends_at=datetime(2022, 5, 3, 9, tzinfo=UTC),
    )
    return room


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2022, 5, 3, 6, 59, tzinfo=UTC), False),
        (datetime(2022, 5, 3, 7, 0, tzinfo=UTC), True),
        (datetime(2022, 5, 3, 14, 59, tzinfo=UTC), True),
        (datetime(2022, 5, 3, 15, 1, tzinfo=UTC), False),
    ],
)
def test_the_way_into_the_room_opens_half_an_hour_before_and_closes_after(
    order, online_room, client, time_machine, moment, is_open
):
    time_machine.move_to(moment)
    page = client.get(attendance(order, online_person(order))).content.decode()
    assert ("https://video.example/raum-a" in page) is is_open


def test_whoever_comes_to_the_hall_or_left_sees_no_online_room(order, online_room, client, time_machine):
    person = online_person(order)
    actions.substitute_attendee(order=order, attendee=person, entry=PersonEntry("S", "S", "s@s.example"), now=IN_MARCH)
    time_machine.move_to(datetime(2022, 5, 3, 8, tzinfo=UTC))
    for each in (person, first_attendee(order)):
        assert "video.example" not in client.get(attendance(order, each)).content.decode()


def test_a_person_tells_her_needs_and_takes_them_back(order, client):
    page = attendance(order, online_person(order))
    assert client.post(f"{page}needs/", {"needs": "Untertitel"}).status_code == 422
    client.post(f"{page}needs/", {"needs": "Untertitel", "agreed": "on"})
    assert SupportNeeds.objects.get().needs == "Untertitel"
    client.post(f"{page}needs/", {})
    assert not SupportNeeds.objects.exists()
    assert Consent.objects.get(purpose="support_needs").withdrawn_at is not None


def test_the_list_of_participants_is_ones_own_choice(order, client):
    page = attendance(order, online_person(order))
    client.post(f"{page}participant-list/", {"wanted": "1"})
    assert Consent.objects.filter(purpose="participant_list", withdrawn_at=None).count() == 1
    client.post(f"{page}participant-list/", {"wanted": "0"})
    assert not Consent.objects.filter(purpose="participant_list", withdrawn_at=None).exists()


def test_the_calendar_matches_how_one_takes_part(order, client):
    page = attendance(order, online_person(order))
    online = client.get(f"{page}calendar.ics").content.decode().replace("\r\n ", "")
    hall = client.get(f"{attendance(order, first_attendee(order))}calendar.ics").content.decode().replace("\r\n ", "")
    assert "LOCATION:http" in online
    assert "LOCATION:Haus der Werkstatt" in hall
    assert hall.count("BEGIN:VEVENT") == 2


def test_prices_never_reach_the_people_who_were_registered(order):
    for mail in Mail.objects.exclude(kind="order_placed"):
        assert "€" not in mail.text
