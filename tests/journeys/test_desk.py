"""At the desk in a real browser: pay and refund, edit a session, find with Ctrl K."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.house import House

pytestmark = pytest.mark.journey
DESK = "/desk/neo-2022/"


def enter(page: Page, house: House, who: str) -> None:
    page.goto(f"{house.url}/demo/")
    page.locator(f"form[action*='visit/{who}'] button").first.click()
    page.wait_for_load_state()


def test_finance_books_a_payment_takes_it_back_and_pays_a_refund(page: Page, live_house: House):
    enter(page, live_house, "finance")
    page.goto(f"{live_house.url}{DESK}payments/")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Zahlung buchen").click()
    amount = page.get_by_label("Betrag")
    owed = amount.input_value()
    amount.fill(f"{int(owed.split(',')[0].replace('.', '')) + 5},00")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Zu viel gezahlt, wird Erstattung")).to_be_visible()
    page.get_by_role("button", name="Zahlung buchen").click()
    expect(page.get_by_role("status")).to_contain_text("ist gebucht")
    expect(page.get_by_role("heading", name="5,00 € sind zu erstatten")).to_be_visible()
    page.get_by_role("link", name="Auszahlen").click()
    page.get_by_label("IBAN").fill("DE02 1203 0000 0000 2020 52")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Diese IBAN stimmt nicht").first).to_be_visible()
    page.get_by_label("IBAN").fill("DE02 1203 0000 0000 2020 51")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Als ausgezahlt festhalten").click()
    expect(page.get_by_role("status")).to_contain_text("festgehalten")
    page.get_by_role("link", name=re.compile("Zurücknehmen")).first.click()
    page.get_by_label("Warum?").fill("falsche Bestellung")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_role("status")).to_contain_text("zurückgenommen")
    live_house.manage("audit", "neo-2022")


def test_a_session_is_moved_cancelled_and_taken_back(page: Page, live_house: House):
    enter(page, live_house, "organiser")
    page.goto(f"{live_house.url}{DESK}programme/?q=Leerstandsradar")
    page.get_by_role("link", name="Leerstandsradar").click()
    page.get_by_label("Titel", exact=True).fill("Leerstandsradar für alle")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leerstandsradar für alle")
    page.get_by_role("link", name="Verlegen").click()
    page.get_by_label("Beginn").fill("15:00")
    page.get_by_label("Ende").fill("15:20")
    page.get_by_role("button", name="Verlegen").click()
    expect(page.get_by_text("ist von").first).to_contain_text("belegt")  # the clash names room, time and title
    page.get_by_label("Beginn").fill("08:00")
    page.get_by_label("Ende").fill("08:20")
    page.get_by_role("button", name="Verlegen").click()
    expect(page.get_by_text("Zuerst angekündigt")).to_be_visible()
    page.get_by_role("link", name="Absagen").click()
    page.get_by_label("Hinweis für alle").fill("Erkrankt")
    page.get_by_role("button", name="Absagen").click()
    expect(page.get_by_text("Dieser Programmpunkt ist abgesagt.")).to_be_visible()
    page.get_by_role("button", name="Absage zurücknehmen").click()
    expect(page.get_by_text("Dieser Programmpunkt ist abgesagt.")).to_have_count(0)


def test_ctrl_k_finds_a_person_by_half_a_name_without_the_mouse(page: Page, live_house: House):
    enter(page, live_house, "organiser")
    page.goto(f"{live_house.url}{DESK}")
    page.keyboard.press("Control+k")
    page.keyboard.type("seeg")
    expect(page.locator("#palette-results a").first).to_be_visible(timeout=15_000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Seeger")
