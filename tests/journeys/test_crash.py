"""kill -9 of web and worker in the middle of 300 orders: nothing is lost, nothing is doubled, sums are equal."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.house import House

pytestmark = pytest.mark.journey
ORDERS, CLIENTS = 300, 8
SECRET = "a" * 32
LOST: list[str] = []


class KeepPath(urllib.request.HTTPRedirectHandler):
    """The answer to a placed order is a redirect; where it leads tells what happened."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


OPENER = urllib.request.build_opener(KeepPath)


def test_killed_in_the_middle_of_300_orders(open_house: Any):
    house: House = open_house(TRUSTED_PROXIES="1")
    before = figures(house)
    with house.orm():
        forms = [prepare(number) for number in range(ORDERS)]
    placed: list[str] = []
    enough = threading.Event()

    def order(form: dict[str, str]) -> None:
        press_until_answered(house, form)
        placed.append(form["session"])
        if len(placed) >= ORDERS // 3:
            enough.set()

    with ThreadPoolExecutor(CLIENTS) as people:
        done = people.map(order, forms)
        assert enough.wait(timeout=240)
        house.kill()
        house.start()
        list(done)
    assert LOST, "the crash hit nobody"
    house.wait_until_idle(seconds=240)
    after = figures(house)
    assert after["placed"] - before["placed"] == ORDERS
    assert after["invoices"] - before["invoices"] == ORDERS
    assert after["cents"] - before["cents"] == ORDERS * after["price"]
    assert after["participations"] - before["participations"] == ORDERS
    assert after["letters"] - before["letters"] == 2 * ORDERS
    assert json.loads(house.manage("audit", "neo-2022", "--json"))["broken"] == []


def prepare(number: int) -> dict[str, str]:
    """A complete draft in a session of its own, ready for the last button."""
    from django.contrib.sessions.backends.db import SessionStore

    from werkstatt.foundation.events.models import DayChannel, Edition
    from werkstatt.rooms.registration import actions
    from werkstatt.rooms.registration.entries import Billing, Contact, PersonEntry

    edition = Edition.objects.select_related("series").get(slug="neo-2022")
    now = _demo_now()
    order = actions.start_order(edition=edition, now=now)
    email = f"p{number}@crash.example"
    order = actions.save_attendees(
        order=order, people=[PersonEntry("Kai", f"Nummer{number}", email)], contact=Contact("Kai", email), now=now
    )
    room = DayChannel.objects.filter(day__edition=edition, channel="online").order_by("day__on")
    room.update(capacity=1000)
    wishes = {attendee.pk: {room[0].day_id: "online"} for attendee in order.attendees.all()}
    order = actions.choose_places(order=order, wishes=wishes, now=now)
    billing = Billing(kind="organisation", name="Gemeinde", street="Weg 1", postcode="89129", city="Dorf")
    order = actions.save_billing(order=order, billing=billing, now=now)
    session = SessionStore()
    session.update({f"registration:{edition.pk}": order.pk, "_csrftoken": SECRET})
    session.create()
    return {"session": str(session.session_key), "revision": str(order.revision), "address": f"10.0.{number % 250}.1"}


def _demo_now() -> Any:
    """The house's clock is shifted; this process is in no demo mode and reads the shift itself."""
    from django.utils import timezone

    from werkstatt.foundation.kernel.models import DemoClock

    shift = DemoClock.objects.filter(pk=1).values_list("offset", flat=True).first()
    return timezone.now() + shift if shift else timezone.now()


def press_until_answered(house: House, form: dict[str, str]) -> None:
    """As a person does whose connection breaks: the same button again."""
    fields = {
        "privacy": "on",
        "terms": "on",
        "revision": form["revision"],
        "csrfmiddlewaretoken": SECRET,
    }
    request = urllib.request.Request(
        f"{house.url}/neo-2022/registration/review/",
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Cookie": f"werkstatt={form['session']}", "X-Forwarded-For": form["address"]},
    )
    for _ in range(600):
        try:
            status, place = ask(request)
        except (OSError, http.client.HTTPException):
            LOST.append(form["session"])  # killed: nobody answers, or the answer breaks off
            time.sleep(0.1)
            continue
        assert (status, place.endswith("/registration/done/")) == (302, True), (status, place)
        return
    pytest.fail("no answer")


def ask(request: urllib.request.Request) -> tuple[int, str]:
    """Status and Location of the answer."""
    try:
        with OPENER.open(request, timeout=60) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location", "")


def figures(house: House) -> dict[str, int]:
    queries = {
        "placed": "SELECT count(*) FROM registration_order WHERE state = 'placed'",
        "invoices": "SELECT count(*) FROM billing_document WHERE kind = 'invoice'",
        "cents": "SELECT coalesce(sum(total_cents), 0) FROM billing_document WHERE kind = 'invoice'",
        "participations": "SELECT count(*) FROM events_participation WHERE state = 'active'",
        "letters": "SELECT count(*) FROM mailing_mail WHERE to_email LIKE '%%@crash.example'",
        "price": "SELECT min(price_cents) FROM events_daychannel WHERE channel = 'online'",
    }
    return {name: int(house.sql(query)[0][0]) for name, query in queries.items()}
