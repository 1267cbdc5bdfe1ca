"""The first panel of the demo edition in the middle of its hour, and the people who take part in it."""

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Page, expect

from tests.house import House
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Participation
from werkstatt.foundation.kernel.clock import set_demo_clock
from werkstatt.foundation.people.models import Person
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.stage import play_stage
from werkstatt.surfaces.demo.personas import BY_KEY

CODE = "ULMNEU"
SESSION = "podium-gemeinsam-nachhaltig-digitalisieren"
STAGE = f"/neo-2022/sessions/{SESSION}/stage/"
DESK = f"{STAGE}moderation/"
SCREEN = f"/hall/neo-2022/{SESSION}/"


@pytest.fixture(scope="module")
def panel_house(open_house: Any) -> House:
    """A house in which the panel is on: 10:40, questions wait, hands are up."""
    house: House = open_house.unserved()
    with house.orm():
        set_demo_clock(to=MOMENTS["during"])
        play_stage(now=MOMENTS["during"])
    house.start()
    return house


PATIENCE = 30_000  # milliseconds; six browsers and a house share the machine with other tests


def come_in(house: House, page: Page, email: str) -> None:
    """Sign in by the session alone: how one signs in has its own journey."""
    page.context.set_default_timeout(PATIENCE)
    with house.orm():
        person = Person.objects.get(email=email)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": house.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dictionary will do


def persona(house: House, page: Page, key: str) -> None:
    come_in(house, page, BY_KEY[key].email)


def at_home(house: House) -> str:
    """The address of somebody who booked the day online."""
    with house.orm():
        places = Participation.objects.filter(day__on=MOMENTS["during"].date(), channel=Channel.ONLINE, state="active")
        return str(places.order_by("-pk").values_list("person__email", flat=True)[0])


def join_by_code(house: House, page: Page, name: str) -> None:
    """From the code on the wall to the stage, without an account."""
    page.context.set_default_timeout(PATIENCE)
    page.goto(f"{house.url}/join/")
    page.get_by_label("Code").fill("ulm neu")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Ihr Name auf der Bühne").fill(name)
    page.get_by_role("button", name="Teilnehmen").click()
    expect(page.get_by_text(f"Sie sind hier als {name}")).to_be_visible()


def look_at(page: Page, view: str) -> None:
    """One of the four things to do: Fragen, Abstimmen, Chat, Reden."""
    page.get_by_role("radio", name=view).check(force=True)
