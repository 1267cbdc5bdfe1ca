"""Pages of the desk: few queries however long the lists are, exports, money that is asked twice, mails to a group."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.tests.factories import GROUP, placed_order
from werkstatt.services.billing.models import Payment
from werkstatt.services.mailing.models import Mail
from werkstatt.surfaces.desk.audit.report import audit
from werkstatt.surfaces.desk.tests.factories import a_desk, client_of, order_of, organiser_client, person_with

pytestmark = pytest.mark.django_db

LISTS = ["people", "orders", "support", "documents", "payments", "payment_list", "refunds", "mails", "programme", "log"]


def to(edition: Edition, page: str, *more: object) -> str:
    return reverse(f"desk:{page}", args=[edition.slug, *more])


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_ask_as_often_for_four_orders_as_for_two():
    """From two rows on: a list of one has no total to add up."""
    edition = a_desk()
    placed_order(edition, GROUP, domain="nachbarort.example")
    client = organiser_client(edition)
    before = {page: queries(client, to(edition, page)) for page in [*LISTS, "dashboard"]}
    for number in range(2):
        placed_order(edition, GROUP, domain=f"ort{number}.example")
    after = {page: queries(client, to(edition, page)) for page in [*LISTS, "dashboard"]}
    assert after == before
    assert max(after.values()) <= 12


def test_the_order_page_asks_as_often_for_three_people_as_for_one():
    edition = a_desk()
    client = organiser_client(edition)
    one = placed_order(edition, [["on_site", None]], domain="klein.example")
    three = order_of(edition)
    assert queries(client, to(edition, "order", one.code)) == queries(client, to(edition, "order", three.code))


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
@pytest.mark.parametrize("page", [page for page in LISTS if page != "log"])
def test_every_list_is_exported_whole(page, wanted):
    edition = a_desk()
    answer = organiser_client(edition).get(to(edition, page), {"export": wanted})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert len(answer.content) > 10


def booking(client: Client, edition: Edition, **more: object) -> Any:
    account = edition.accounts.get()
    page = to(edition, "payment_new", account.pk)
    key = client.get(page).context["form"]["once_key"].value()
    data = {"amount_cents": "160,00", "received_on": "2022-04-01", "method": "transfer", "once_key": key, **more}
    return client.post(page, data), page, data


def test_a_payment_is_asked_before_it_is_booked_and_booked_once():
    edition = a_desk()
    client = client_of(person_with(edition, RoleKind.FINANCE))
    asked, page, data = booking(client, edition)
    assert "Zahlung buchen?" in asked.content.decode()
    assert Payment.objects.count() == 0
    for _press in range(2):
        assert client.post(page, {**data, "confirmed": "1"}).status_code == 302
    assert Payment.objects.count() == 1
    assert audit(edition).balance_cents == 0


def test_a_payment_taken_back_stays_in_the_books():
    edition = a_desk()
    client = client_of(person_with(edition, RoleKind.FINANCE))
    _asked, page, data = booking(client, edition)
    client.post(page, {**data, "confirmed": "1"})
    payment = Payment.objects.get()
    back = to(edition, "payment_reversal", payment.pk)
    for _press in range(2):
        client.post(back, {"note": "falsch", "once_key": "x", "confirmed": "1"})
    assert sorted(Payment.objects.values_list("amount_cents", flat=True)) == [-16_000, 16_000]
    assert audit(edition).broken == []


def test_places_are_cancelled_with_exactly_the_effect_that_was_shown():
    edition = a_desk()
    order = order_of(edition)
    client = organiser_client(edition)
    place = order.places.order_by("pk")[0]
    page = to(edition, "order_cancel", order.code)
    shown = client.post(page, {"places": [place.pk], "free": "on"})
    effect = shown.context["effect"]
    assert effect.cancelled_cents == place.price_cents
    stale = {"places": [place.pk], "free": "on", "confirmed": "1", "expected": "something else"}
    assert "Inzwischen hat sich etwas geändert" in client.post(page, stale).content.decode()
    client.post(page, {**stale, "expected": effect.fingerprint})
    place.refresh_from_db()
    assert place.state == "ended"
    assert audit(edition).broken == []


def test_a_mail_to_a_group_is_shown_tried_and_sent_once():
    edition = a_desk()
    client = organiser_client(edition)
    page = to(edition, "mail_new")
    day = edition.days.all()[0]
    text = {"group": f"{day.on}.on_site", "subject": "Anreise", "text": "Der Bahnhof ist nah.", "once_key": "k1"}
    preview = client.post(page, text)
    assert [person.email for person in preview.context["recipients"]] == [
        "p1@musterdorf.example",
        "p2@musterdorf.example",
    ]
    client.post(page, {**text, "test": "1", "confirmed": "1"})
    assert Mail.objects.filter(kind="group").count() == 1
    for _press in range(2):
        client.post(page, {**text, "confirmed": "1"})
    assert Mail.objects.filter(kind="group", subject="Anreise").count() == 2


def test_forged_keys_of_another_edition_lead_nowhere():
    edition, other = a_desk(), a_desk()
    client = organiser_client(edition)
    order, account = order_of(other), other.accounts.get()
    assert client.get(to(edition, "order", order.code)).status_code == 404
    assert client.get(to(edition, "account", account.pk)).status_code == 404
    assert client.get(to(edition, "mail", Mail.objects.filter(edition=other)[0].pk)).status_code == 404
    theirs = order.places.all()[0]
    refused = client.post(to(edition, "order_cancel", order_of(edition).code), {"places": [theirs.pk], "free": "on"})
    assert "inzwischen beendet" in refused.content.decode()


def test_a_search_with_strange_letters_finds_nothing_and_breaks_nothing():
    edition = a_desk()
    client = organiser_client(edition)
    for text in ["", "\x00", "%' OR 1=1 --", "😀" * 60, "\u202egnp", "a" * 5_000]:
        assert client.get(to(edition, "find"), {"q": text}).status_code == 200
        assert client.get(to(edition, "people"), {"q": text, "day": "kein-tag0", "page": "-3"}).status_code == 200
