"""A stranger finds out what this is; both programmes are read on a screen, a phone, by keyboard, without script, on paper."""

import time
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_fits
from tests.house import House
from werkstatt.foundation.kernel.clock import CACHE_SECONDS, set_demo_clock

pytestmark = pytest.mark.journey
BERLIN = ZoneInfo("Europe/Berlin")
BEFORE, DURING = datetime(2022, 4, 20, 9, 30, tzinfo=BERLIN), datetime(2022, 5, 2, 13, 40, tzinfo=BERLIN)
MONDAY = "/neo-2022/programme/on-site/2022-05-02/"


def show_clock(house: House, to: datetime) -> None:
    with house.orm():
        set_demo_clock(to=to)
    time.sleep(CACHE_SECONDS + 0.1)


@pytest.fixture(scope="module")
def house(live_house: House) -> House:
    show_clock(live_house, BEFORE)
    return live_house


@pytest.mark.parametrize("device", ["page", "phone"])
def test_who_knows_nothing_sees_at_once_what_when_where_and_what_it_costs(
    house: House, device: str, request: pytest.FixtureRequest
):
    page: Page = request.getfixturevalue(device)
    page.goto(house.url)
    assert page.url == f"{house.url}/neo-2022/"
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    for fact in ("2. und 3. Mai 2022", "Ulm und online"):
        expect(page.get_by_text(fact, exact=True)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Jetzt anmelden")).to_be_in_viewport()
    expect(page.locator(".door__price").first).to_contain_text("45,00")
    expect(page.locator(".door__price").last).to_contain_text("25,00")
    for price in page.locator(".door__price" if device == "page" else ".opening__prices .nowrap").all():
        expect(price).to_be_in_viewport()
    assert page.locator("main .kern-btn--primary").count() == 1
    assert_fits(page)


def test_both_programmes_are_one_click_apart_and_the_choice_stays(house: House, page: Page):
    page.goto(f"{house.url}/neo-2022/")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Programm").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Montag, 2. Mai")
    expect(page.get_by_role("link", name="Ein Datenraum für den Landkreis")).to_be_visible()
    page.get_by_role("navigation", name="Kanal").get_by_role("link", name="online").click()
    expect(page.get_by_role("link", name="Online-Barcamp Interkommunal")).to_be_visible()
    page.get_by_text("Auswahl", exact=True).click()
    page.get_by_role("link", name="Kreativ-Workshop").click()
    expect(page.locator(".tt-bar__shown")).to_contain_text("von")
    page.get_by_role("navigation", name="Tag").get_by_role("link", name="Di.").click()
    assert page.url.endswith("/online/2022-05-03/?format=workshop")
    page.get_by_role("link", name="alle zeigen").click()
    page.locator(".slot__title a").first.click()
    expect(page.get_by_role("link", name="In den Kalender")).to_be_visible()


def test_rooms_stand_side_by_side_where_there_is_room_and_cards_never_overlap(house: House, page: Page):
    page.goto(f"{house.url}{MONDAY}")
    boxes = page.locator(".slot").evaluate_all(
        "cards => cards.map(card => { const box = card.getBoundingClientRect();"
        " return [box.left, box.top, box.right, box.bottom] })"
    )
    assert len({round(left) for left, *_ in boxes}) > 4
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert_fits(page)


def test_a_phone_shows_the_day_as_a_list_by_time(house: House, phone: Page):
    phone.goto(f"{house.url}{MONDAY}")
    lefts = phone.locator(".slot").evaluate_all(
        "cards => cards.map(card => Math.round(card.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 1
    times = phone.locator("h2.tt__time time").evaluate_all("all => all.map(each => each.dateTime)")
    assert times == sorted(times)
    assert_fits(phone)


def test_it_reads_at_320_pixels(house: House, new_page: Any):
    page = new_page(viewport={"width": 320, "height": 700})
    for path in ("/neo-2022/", MONDAY, "/neo-2022/speakers/"):
        page.goto(f"{house.url}{path}")
        assert_fits(page)


def test_the_keyboard_alone_leads_from_the_front_door_to_a_session(house: House, page: Page):
    page.goto(f"{house.url}{MONDAY}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.slot__title') !== null"):
            break
    title = page.evaluate("document.activeElement.textContent.replaceAll('\\u00ad', '').trim()")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_everything_reads_without_script_and_the_day_prints_on_one_page(house: House, new_page: Any):
    page = new_page(java_script_enabled=False)
    page.goto(f"{house.url}{MONDAY}")
    page.get_by_text("Auswahl", exact=True).click()
    page.get_by_role("link", name="Impulsvortrag").click()
    expect(page.locator(".slot").first).to_be_visible()
    for path in (MONDAY, "/neo-2022/programme/online/2022-05-03/"):
        page.goto(f"{house.url}{path}")
        with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
            assert len(paper.pages) == 1


def test_while_it_runs_now_and_next_stand_first(house: House, page: Page):
    show_clock(house, DURING)
    try:
        page.goto(f"{house.url}/neo-2022/")
        expect(page.get_by_role("heading", name="Jetzt", exact=True)).to_be_in_viewport()
        expect(page.get_by_role("link", name="Ein Datenraum für den Landkreis").first).to_be_in_viewport()
        page.goto(f"{house.url}{MONDAY}#now")
        expect(page.locator("#now")).to_contain_text("Jetzt 13:4")
        expect(page.locator("#now")).to_be_in_viewport()
    finally:
        show_clock(house, BEFORE)
