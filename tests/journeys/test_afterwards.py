"""Afterwards: a stage ends, its moderator finishes the record, a participant reads it on the phone and says how it was."""

import io
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, assert_accessible, assert_fits
from tests.house import House
from werkstatt.foundation.kernel.clock import set_demo_clock
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.stage import play_stage

pytestmark = pytest.mark.journey
STAGE = "/neo-2022/sessions/podium-gemeinsam-nachhaltig-digitalisieren/stage/"
QUESTION = "Kann der Landkreis Personal für alle Gemeinden einstellen?"


@pytest.fixture(scope="module")
def house(live_house: House) -> House:
    with live_house.orm():
        set_demo_clock(to=MOMENTS["during"])
        play_stage(now=MOMENTS["during"])
    return live_house


def enter(page: Page, house: House, who: str) -> None:
    page.goto(f"{house.url}/demo/")
    page.locator(f"form[action*='visit/{who}'] button").first.click()
    page.wait_for_load_state()


def assert_good(page: Page, house: House, path: str) -> None:
    """In both languages, without leaving the German page."""
    for prefix in ("/en", ""):
        page.goto(f"{house.url}{prefix}{path}")
        assert page.locator("html").get_attribute("lang") == (prefix.strip("/") or "de")
        assert_accessible(page)
        assert_fits(page)


def tab_to(page: Page, what: str) -> None:
    """With the keyboard, to the first thing that fits this selector."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"the keyboard does not reach {what}")


def test_what_a_stage_leaves_behind(house: House, page: Page, new_page: Any, tmp_path: Any):
    # The participant is there while it runs; there is no record yet.
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    enter(phone, house, "officer")
    phone.goto(f"{house.url}{STAGE}")
    expect(phone.get_by_role("link", name="Rückmeldung geben")).to_have_count(0)
    assert phone.goto(f"{house.url}{STAGE}record/").status == 404

    # The moderator ends it.
    enter(page, house, "organiser")
    page.goto(f"{house.url}{STAGE}moderation/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("button[name='do'][value='end']").click()
    expect(page.locator("button[name='do'][value='end']")).to_have_count(0)
    page.get_by_role("link", name="Nachlese", exact=True).click()

    # She answers what stayed open, adds a paper and carries the question on.
    card = page.locator(".record-question").filter(has_text=QUESTION)
    card.get_by_label("Antwort zum Nachlesen").fill("Ja, als gemeinsamer Pool.\nDrei Stellen für zwölf Gemeinden.")
    card.get_by_role("button", name="Antwort speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("Die Antwort steht in der Nachlese.")
    card.get_by_role("button", name="Weiterführen").click()
    expect(card.get_by_text("wird weitergeführt")).to_be_visible()
    notes = tmp_path / "Mitschrift.txt"
    notes.write_text("Drei Prüffragen\n", encoding="utf-8")
    page.get_by_label("Datei", exact=True).set_input_files(notes)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_role("link", name="Mitschrift")).to_be_visible()
    page.get_by_role("button", name="Chat aufnehmen").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("Alle, die dabei waren, können die Nachlese lesen.").first).to_be_visible()
    assert_good(page, house, f"{STAGE}moderation/record/")

    # It stands in the list of the edition.
    assert_good(page, house, "/desk/neo-2022/trail/")
    expect(page.get_by_role("row", name=QUESTION)).to_contain_text("noch offen")

    # The participant is led there and reads.
    phone.goto(f"{house.url}{STAGE}")
    phone.get_by_role("link", name="Zur Nachlese").click()
    expect(phone.get_by_text("Drei Stellen für zwölf Gemeinden.")).to_be_visible()
    expect(phone.get_by_text("Guten Morgen aus Isny")).to_be_visible()
    assert_good(phone, house, f"{STAGE}record/")
    with phone.expect_download() as pdf:
        phone.get_by_role("link", name="Als PDF", exact=True).click()
    with pikepdf.open(io.BytesIO(pdf.value.path().read_bytes())) as paper:
        assert bool(paper.Root.MarkInfo.Marked)
    with phone.expect_download() as sheet:
        phone.get_by_role("link", name="Fragen als CSV").click()
    assert QUESTION in sheet.value.path().read_text(encoding="utf-8-sig")

    # Every page that leads there is good, too.
    for path in (STAGE.removesuffix("stage/"), STAGE, "/my/", "/my/now/"):
        assert_good(phone, house, path)
        expect(phone.locator(f"a[href='{STAGE}record/']").first).to_be_visible()
    phone.goto(f"{house.url}{STAGE}record/")

    # She says how it was, by keyboard alone; and once more.
    phone.get_by_role("link", name="Rückmeldung geben").click()
    tab_to(phone, "input[name='rating']")
    for _ in range(3):
        phone.keyboard.press("ArrowRight")
    tab_to(phone, "textarea[name='kept']")
    phone.keyboard.type("Drei Nachbarorte anrufen.")
    tab_to(phone, "main form button")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status").first).to_contain_text("Danke für Ihre Rückmeldung.")
    expect(phone.get_by_label("Was nehmen Sie mit?")).to_have_value("Drei Nachbarorte anrufen.")
    assert_good(phone, house, f"{STAGE}feedback/")
    given = house.sql("SELECT rating, kept FROM stage_feedback")
    assert len(given) == 1
    assert given[0][1] == "Drei Nachbarorte anrufen."

    # The moderator reads it without a name.
    page.goto(f"{house.url}{STAGE}moderation/record/")
    words = page.locator(".record-words")
    expect(words).to_contain_text("Drei Nachbarorte anrufen.")
    expect(words).not_to_contain_text("Seeger")
