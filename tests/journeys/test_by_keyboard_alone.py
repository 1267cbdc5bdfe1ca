"""The journeys of a town hall and of the desk with keys alone: Tab reaches everything, and the focus can be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.keyboard import choose, press, tab_to, write

pytestmark = pytest.mark.journey
DESK = "/desk/neo-2022/"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def button(page: Page, name: str, key: str = "Enter") -> None:
    """The button a person sees: forms also have a hidden first one, for the enter key."""
    press(page, page.get_by_role("button", name=name).last, key)


def test_a_group_registers_changes_substitutes_and_cancels(live_house: House, page: Page):
    page.goto(f"{live_house.url}/neo-2022/")
    press(page, page.get_by_role("link", name="Jetzt anmelden"))
    heading(page, "Wer kommt?")
    write(page, page.get_by_label("Ihr Name"), "Rita Rathaus")
    write(page, page.get_by_label("Ihre E-Mail-Adresse"), "rita@tasten.example")
    write(page, page.get_by_label("Organisation"), "Blaubeuren")
    press(page, page.get_by_label("Stadt Blaubeuren"), "Space")
    button(page, "Ich nehme selbst teil")
    page.get_by_text("Person 1: Rita Rathaus").wait_for()
    button(page, "Person hinzufügen")
    for name, text in {"first_name": "Jonas", "last_name": "Berg", "email": "jonas@tasten.example"}.items():
        write(page, page.locator(f"[name=p1-{name}]"), text)
    button(page, "Weiter zu den Tagen")
    heading(page, "Welche Tage, vor Ort oder online?")
    for cell in page.locator(".day-grid__cell").all():
        choose(page, cell, "on_site")
    button(page, "Weiter zur Rechnung")
    heading(page, "Wer bekommt die Rechnung?")
    write(page, page.get_by_label("Straße und Hausnummer"), "Rathausplatz 1")
    button(page, "Weiter zum Prüfen")
    heading(page, "Stimmt alles?")
    press(page, page.get_by_label("Ich habe den Hinweis zum Datenschutz gelesen"), "Space")
    press(page, page.get_by_label("Die Teilnahmebedingungen gelten"), "Space")
    button(page, "Zahlungspflichtig anmelden")
    heading(page, "Sie sind angemeldet")
    press(page, page.get_by_role("link", name="Zur Anmeldung"))
    heading(page, "Ihre Anmeldung")
    jonas = page.locator("article", has_text="Jonas Berg")
    press(page, jonas.get_by_role("checkbox").first, "Space")
    button(page, "Kanal wechseln", "Space")
    heading(page, "Kanal wechseln?")
    button(page, "Verbindlich wechseln")
    page.get_by_text("Erledigt.").wait_for()
    press(page, jonas.get_by_role("link", name="Vertretung nennen"))
    heading(page, "Wer kommt für Jonas Berg?")
    for label, text in {"Vorname": "Sven", "Nachname": "Springer", "E-Mail": "sven@tasten.example"}.items():
        write(page, page.get_by_label(label), text)
    page.keyboard.press("Enter")
    page.get_by_text("Sven Springer kommt jetzt für Jonas Berg").wait_for()
    press(page, page.locator("article", has_text="Sven Springer").get_by_role("checkbox").first, "Space")
    button(page, "Plätze absagen", "Space")
    heading(page, "Plätze absagen?")
    button(page, "Verbindlich absagen")
    page.get_by_text("Erledigt.").wait_for()
    live_house.manage("audit", "neo-2022")


def test_finance_pays_and_refunds_and_the_organiser_edits_a_session(live_house: House, page: Page):
    page.goto(f"{live_house.url}/demo/")
    press(page, page.locator("form[action*='visit/finance'] button").first)
    page.wait_for_url("**/desk/**")
    press(page, page.get_by_role("link", name="Zahlungen").first)
    press(page, page.locator("tbody th a").first)
    press(page, page.get_by_role("link", name="Zahlung buchen"))
    amount = page.get_by_label("Betrag")
    tab_to(page, amount)
    owed = int(amount.input_value().split(",")[0].replace(".", ""))
    write(page, amount, f"{owed + 5},00")
    button(page, "Weiter")
    button(page, "Zahlung buchen")
    expect(page.get_by_role("status")).to_contain_text("ist gebucht")
    press(page, page.get_by_role("link", name="Auszahlen"))
    write(page, page.get_by_label("IBAN"), "DE02 1203 0000 0000 2020 51")
    button(page, "Weiter")
    button(page, "Als ausgezahlt festhalten")
    expect(page.get_by_role("status")).to_contain_text("festgehalten")

    page.goto(f"{live_house.url}/demo/")
    press(page, page.locator("form[action*='visit/organiser'] button").first)
    page.wait_for_url("**/desk/**")
    page.keyboard.press("Control+k")
    page.keyboard.type("Leerstandsradar")
    expect(page.locator("#palette-results a").first).to_be_visible(timeout=15_000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "Leerstandsradar")
    write(page, page.get_by_label("Titel", exact=True), "Leerstandsradar für alle")
    button(page, "Speichern")
    heading(page, "Leerstandsradar für alle")
    press(page, page.get_by_role("link", name="Verlegen"))
    write(page, page.get_by_label("Beginn"), "08:00")
    write(page, page.get_by_label("Ende"), "08:20")
    button(page, "Verlegen")
    expect(page.get_by_text("Zuerst angekündigt")).to_be_visible()
    press(page, page.get_by_role("link", name="Absagen"))
    write(page, page.get_by_label("Hinweis für alle"), "Erkrankt")
    button(page, "Absagen")
    expect(page.get_by_text("Dieser Programmpunkt ist abgesagt.")).to_be_visible()
    live_house.manage("audit", "neo-2022")


def test_nothing_is_lost_when_the_connection_breaks_and_nothing_comes_twice(live_house: House, page: Page):
    """In the middle of the order, and when the answer to the last click never arrives; then the back button and a second tab."""
    page.goto(f"{live_house.url}/neo-2022/registration/people/")
    page.get_by_label("Ihr Name").fill("Nele Netz")
    page.get_by_label("Ihre E-Mail-Adresse").fill("nele@netz.example")
    button(page, "Ich nehme selbst teil")
    page.get_by_text("Person 1: Nele Netz").wait_for()
    button(page, "Weiter zu den Tagen")
    heading(page, "Welche Tage, vor Ort oder online?")
    page.locator(".day-grid__cell").first.locator("input[value=online]").check(force=True)
    page.locator("#total strong").get_by_text("25,00").wait_for()
    page.context.set_offline(True)
    button(page, "Weiter zur Rechnung")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(f"{live_house.url}/neo-2022/registration/people/")
    page.get_by_text("Person 1: Nele Netz").wait_for()
    page.goto(f"{live_house.url}/neo-2022/registration/days/")
    page.locator(".day-grid__cell").first.locator("input[value=online]").check(force=True)
    button(page, "Weiter zur Rechnung")
    page.locator("[name=kind][value=private]").check(force=True)
    for field, text in {"name": "Nele Netz", "street": "Weg 1", "postcode": "89073", "city": "Ulm"}.items():
        page.locator(f"[name={field}]").fill(text)
    button(page, "Weiter zum Prüfen")
    heading(page, "Stimmt alles?")
    second = page.context.new_page()
    second.goto(page.url)
    for tab in (page, second):
        tab.get_by_label("Ich habe den Hinweis zum Datenschutz gelesen").check()
        tab.get_by_label("Die Teilnahmebedingungen gelten").check()

    def arrives_but_never_answers(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/registration/review/", arrives_but_never_answers)
    page.get_by_role("button", name="Zahlungspflichtig anmelden").last.click(no_wait_after=True)
    page.wait_for_timeout(1_000)
    page.unroute_all(behavior="wait")
    button(second, "Zahlungspflichtig anmelden")
    heading(second, "Sie sind angemeldet")
    second.go_back()
    second.reload()
    heading(second, "Sie sind angemeldet")
    orders = live_house.sql("SELECT state, code FROM registration_order WHERE orderer_email = 'nele@netz.example'")
    assert [state for state, _ in orders] == ["placed"]
    documents = live_house.sql("SELECT total_cents FROM billing_document WHERE recipient_name = 'Nele Netz'")
    assert documents == [(2500,)]
