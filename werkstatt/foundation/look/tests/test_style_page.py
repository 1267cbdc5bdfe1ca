"""The style page in a real browser: every component, both themes, both languages, both widths."""

from pathlib import Path

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, assert_fits, axe_faults

BUILT = Path(__file__).resolve().parents[1] / "static/look/dist/look.css"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BUILT.exists(), reason="the assets are not built"),
]


@pytest.fixture
def address(live_server, settings):
    settings.DEMO = True
    return f"{live_server.url}/look/"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_component_is_accessible_and_fits(new_page, address, viewport):
    page = new_page(color_scheme="light", viewport=viewport)
    page.goto(address)
    assert_accessible(page)
    assert_fits(page)
    page.emulate_media(color_scheme="dark")
    assert axe_faults(page, contrast_only=True) == []


def test_it_fits_at_320_pixels(new_page, address):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert_fits(page)


def test_a_chosen_theme_stays_without_a_cookie(new_page, address):
    page = new_page(color_scheme="light")
    page.goto(address)
    page.get_by_label("Darstellung").select_option("dark")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert page.context.cookies() == [] or {cookie["name"] for cookie in page.context.cookies()} == {"werkstatt"}


def test_a_list_searches_sorts_and_goes_back_without_loading_the_page(new_page, address):
    page = new_page()
    page.goto(address)
    page.evaluate("window.stays = true")
    page.get_by_role("link", name="Ort", exact=True).click()
    page.wait_for_url("**/look/?sort=city")
    page.get_by_label("Suche").fill("Kim 40")
    page.get_by_text("1 von 40 Einträgen").wait_for()
    assert "sort=city" in page.url
    assert page.get_by_label("Suche").evaluate("node => node === document.activeElement")
    assert page.evaluate("window.stays") is True
    page.go_back()
    page.get_by_text("40 Einträge", exact=True).wait_for()


def test_a_list_works_without_script(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Suche").fill("Kim 40")
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_text("1 von 40 Einträgen").wait_for()


def test_a_dialog_opens_and_closes_by_keyboard(new_page, address):
    page = new_page()
    page.goto(address)
    page.get_by_role("button", name="Weiter").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Wirklich stornieren?")
    dialog.wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Weiter"
