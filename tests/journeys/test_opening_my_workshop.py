"""By keyboard alone: an unknown address becomes a person with a name and a town."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.house import House

pytestmark = pytest.mark.journey


def code_for(house: House, email: str) -> str:
    ((subject,),) = house.sql("SELECT subject FROM mailing_mail WHERE to_email = %s", email)
    found = re.search(r"\b\d{6}\b", str(subject))
    assert found is not None
    return found[0]


def type_into(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).first.focus()
    page.keyboard.type(text)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_an_unknown_address_becomes_a_person_with_a_town(live_house: House, new_page: Any, screen: str):
    email = f"neu.{screen}@beispiel.example"
    page: Page = new_page(**({"viewport": PHONE} if screen == "phone" else {}))
    page.goto(f"{live_house.url}/my/")
    type_into(page, "E-Mail-Adresse", email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    type_into(page, "Code aus der Mail", code_for(live_house, email))
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Namen eintragen").focus()
    page.keyboard.press("Enter")
    type_into(page, "Vorname", "Jana")
    type_into(page, "Nachname", "Neuland")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihr Profil ist gespeichert.")).to_be_visible()

    page.get_by_role("link", name="Organisation hinzufügen").focus()
    page.keyboard.press("Enter")
    type_into(page, "Organisation", "Langenau")
    town = page.get_by_role("radio", name=re.compile("Stadt Langenau"))
    expect(town).to_be_visible()
    town.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sie handeln jetzt für Stadt Langenau.")).to_be_visible()
    expect(page.get_by_text("AGS 08425072")).to_be_visible()
