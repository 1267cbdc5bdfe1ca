"""The database goes away for some seconds: the page says so, keeps what one sends, and recovers by itself."""

import pytest
from playwright.sync_api import Browser, expect

from tests.live.cast import Cast, make_cast
from tests.live.play import begin
from tests.live.visitors import address, cookie_of
from werkstatt.rooms.stage.actions import leading
from werkstatt.services.live.tests.proxy import Proxy
from werkstatt.services.live.tests.serving import Served


@pytest.mark.journey
def test_a_page_says_that_the_server_misses_its_data_and_recovers_without_reloading(
    line: Proxy, web: Served, browser: Browser
):
    cast: Cast = make_cast()
    begin(cast)
    page = browser.new_page(locale="de-DE")  # not `new_page`: here the server may fail
    url = f"http://127.0.0.1:{web.port}"
    page.context.add_cookies([{"name": "werkstatt", "value": cookie_of(cast.rita), "url": url}])
    page.goto(url + address(cast, "stage"))
    state = page.locator("live-stream [data-live-state]")
    expect(page.locator("live-stream")).to_have_attribute("data-state", "connected")
    page.evaluate("window.isTheSame = true")
    line.cut()
    expect(state).to_have_text("Der Server erreicht gerade seine Daten nicht. Neues folgt, sobald er es wieder kann.")
    page.get_by_label("Ihre Frage").fill("Kommt das an?")
    page.get_by_role("button", name="Frage stellen").click()
    expect(page.get_by_text("wir senden es, sobald die Verbindung wieder steht")).to_be_visible()
    leading.pin_note(stage=cast.stage, text="Gleich geht es weiter", **cast.moment)
    line.mend()
    expect(state).to_have_text("Verbunden")
    expect(page.locator("#pinned-note")).to_contain_text("Gleich geht es weiter")
    expect(page.locator("#own-questions")).to_contain_text("Kommt das an?")
    assert page.evaluate("window.isTheSame")
    assert cast.rita.questions.count() == 1
    page.close()
