"""A town hall registers its people; afterwards somebody changes, substitutes and cancels. On a screen and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE, assert_accessible, assert_fits
from tests.house import House

pytestmark = pytest.mark.journey
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
}


def press(page: Page, name: str) -> None:
    """The button a person sees (each form also has a hidden first one, for the enter key)."""
    page.get_by_role("button", name=name, exact=False).last.click()


def looks_right(page: Page, heading: str) -> None:
    page.get_by_role("heading", name=heading, level=1).wait_for()
    assert_fits(page)
    assert_accessible(page)


def register(page: Page, house: House, town: str) -> None:
    """Two on site on both days, one of them by a list, one online."""
    page.goto(f"{house.url}/neo-2022/registration/people/")
    looks_right(page, "Wer kommt?")
    page.get_by_label("Ihr Name").fill("Rita Rathaus")
    page.get_by_label("Ihre E-Mail-Adresse").fill(f"rita@{town}.example")
    page.get_by_label("Organisation").fill("Blaubeuren")
    page.get_by_label("Stadt Blaubeuren").check()
    press(page, "Ich nehme selbst teil")
    press(page, "Person hinzufügen")
    page.locator("[name=p1-first_name]").fill("Jonas")
    page.locator("[name=p1-last_name]").fill("Berg")
    page.locator("[name=p1-email]").fill(f"jonas@{town}")
    press(page, "Weiter zu den Tagen")
    page.get_by_role("heading", name="Bitte ändern Sie eine Angabe").wait_for()
    page.locator("[name=p1-email]").fill(f"jonas@{town}.example")
    page.locator("#list summary").click()
    page.locator("#lines").fill(f"Eva;Sommer;eva@{town}.example;Hauptamt")
    press(page, "Liste übernehmen")
    page.get_by_text("1 Person übernommen").wait_for()
    press(page, "Weiter zu den Tagen")
    looks_right(page, "Welche Tage, vor Ort oder online?")
    choose(page, [["on_site", "on_site"], ["on_site", ""], ["", "online"]])
    page.locator("#total").get_by_text("160,00").wait_for()
    press(page, "Weiter zur Rechnung")
    looks_right(page, "Wer bekommt die Rechnung?")
    page.get_by_label("Straße und Hausnummer").fill("Rathausplatz 1")
    page.get_by_label("Leitweg-ID").fill("08421000-0001-17")
    press(page, "Weiter zum Prüfen")
    page.get_by_role("link", name="Diese Leitweg-ID stimmt nicht").wait_for()
    page.get_by_label("Leitweg-ID").fill("")
    press(page, "Weiter zum Prüfen")
    looks_right(page, "Stimmt alles?")
    page.get_by_label("Ich habe den Hinweis zum Datenschutz gelesen").check()
    page.get_by_label("Die Teilnahmebedingungen gelten").check()
    press(page, "Zahlungspflichtig anmelden")
    looks_right(page, "Sie sind angemeldet")


def choose(page: Page, rows: list[list[str]]) -> None:
    for row, channels in zip(page.locator(".day-grid__row").all(), rows, strict=True):
        for cell, channel in zip(row.locator(".day-grid__cell").all(), channels, strict=True):
            cell.locator(f"input[value='{channel}']").check(force=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_group_registers_then_changes_substitutes_and_cancels(live_house: House, new_page: Any, size: str):
    page, town = new_page(**SIZES[size]), f"town-{size}"
    register(page, live_house, town)
    live_house.wait_until_idle()
    written = live_house.sql("SELECT kind, to_email FROM mailing_mail WHERE to_email LIKE %s", f"%@{town}.example")
    assert sorted(written) == [
        ("confirmation_on_site", f"jonas@{town}.example"),
        ("confirmation_on_site", f"rita@{town}.example"),
        ("confirmation_online", f"eva@{town}.example"),
        ("order_placed", f"rita@{town}.example"),
    ]
    page.get_by_role("link", name="Zur Anmeldung").click()
    looks_right(page, "Ihre Anmeldung")
    _change(page)
    _substitute(page, town)
    _cancel(page)
    audit = live_house.manage("audit", "neo-2022", "--json")
    assert '"broken": []' in audit


def _change(page: Page) -> None:
    page.locator("article", has_text="Jonas Berg").get_by_role("checkbox").check()
    press(page, "Kanal wechseln")
    looks_right(page, "Kanal wechseln?")
    page.get_by_text("Danach noch zu zahlen").wait_for()
    press(page, "Verbindlich wechseln")
    page.get_by_text("Erledigt.").wait_for()
    page.locator("article", has_text="Jonas Berg").get_by_text("Kanal gewechselt").wait_for()


def _substitute(page: Page, town: str) -> None:
    page.locator("article", has_text="Jonas Berg").get_by_role("link", name="Vertretung nennen").click()
    looks_right(page, "Wer kommt für Jonas Berg?")
    page.get_by_label("Vorname").fill("Sven")
    page.get_by_label("Nachname").fill("Springer")
    page.get_by_label("E-Mail").fill(f"sven@{town}.example")
    press(page, "Vertretung eintragen")
    page.get_by_text("Sven Springer kommt jetzt für Jonas Berg").wait_for()


def _cancel(page: Page) -> None:
    page.locator("article", has_text="Sven Springer").get_by_role("checkbox").first.check()
    press(page, "Plätze absagen")
    looks_right(page, "Plätze absagen?")
    press(page, "Verbindlich absagen")
    page.get_by_text("Erledigt.").wait_for()
    page.get_by_role("heading", name="Was bisher geschah").wait_for()
    looks_right(page, "Ihre Anmeldung")


def test_one_registers_by_keyboard_alone_and_without_script(live_house: House, new_page: Any):
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_house.url}/neo-2022/registration/people/")
    page.locator("[name=name]").focus()
    for text in ("Kim Taste", "kim@taste.example"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Ich nehme selbst teil").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Person 1: Kim Taste").wait_for()
    page.locator("[name=name]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Welche Tage, vor Ort oder online?").wait_for()
    page.locator(".day-grid__row input").nth(2).focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Weiter zur Rechnung").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Wer bekommt die Rechnung?").wait_for()
    page.locator("[name=kind][value=private]").focus()
    page.keyboard.press("Space")
    for field, text in {"name": "Kim Taste", "street": "Weg 1", "postcode": "89073", "city": "Ulm"}.items():
        page.locator(f"[name={field}]").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Stimmt alles?").wait_for()
    for name in ("privacy", "terms"):
        page.locator(f"[name={name}]").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Sie sind angemeldet").wait_for()
