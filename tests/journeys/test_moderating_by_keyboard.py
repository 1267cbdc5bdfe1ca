"""The whole moderation by keyboard alone: queue, answers, polls, hands, reports, timer, big screen, the end."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import assert_accessible
from tests.house import House
from tests.journeys.panel import DESK, persona
from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.actions import reports
from werkstatt.rooms.stage.models import Message, Stage

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(panel_house: House, page: Page) -> Page:
    persona(panel_house, page, "moderator")
    page.goto(f"{panel_house.url}/my/now/")
    follow(page.get_by_role("link", name="Moderieren"))
    expect(page.locator(".cockpit")).to_be_visible()
    return page


def follow(link: Locator) -> None:
    link.focus()
    link.press("Enter")


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def on_stage(page: Page) -> Locator:
    return page.locator("#desk-questions .dq--stage .dq__text")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_whole_moderation_by_keyboard(panel_house: House, desk: Page):
    the_keys_are_explained(desk)
    the_queue(desk)
    polls(desk)
    hands(desk)
    screen_and_timer(desk)
    a_report(panel_house, desk)
    the_end(desk)


def the_keys_are_explained(desk: Page) -> None:
    keys(desk, "?")
    listed = desk.locator(".cockpit__keys")
    expect(listed).to_be_visible()
    named = {key.lower() for key in listed.locator("kbd").all_inner_texts()}
    used = desk.locator("[aria-keyshortcuts]").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-keyshortcuts'))"
    )
    assert {key for key in used if not key.isdecimal()} <= named
    keys(desk, "?")
    expect(listed).to_be_hidden()


def the_queue(desk: Page) -> None:
    first = desk.locator("#desk-questions ol article .dq__text").first.inner_text()
    keys(desk, "n")
    expect(on_stage(desk)).to_have_text(first)
    keys(desk, "j", "j")
    card = desk.locator("#desk-questions ol article").first
    expect(card.locator(":focus")).to_have_count(1)
    text = card.locator(".dq__text").inner_text()
    keys(desk, "s")
    expect(desk.locator(".dq--starred .dq__text", has_text=text)).to_have_count(1)
    keys(desk, "m", "Tab")
    expect(focused(desk)).to_have_js_property("tagName", "TEXTAREA")
    desk.keyboard.type("Das klären wir nachher.")  # letters belong to whoever writes
    keys(desk, "Tab", "Enter")
    answered = desk.locator("#desk-answered")
    expect(answered).to_contain_text("Das klären wir nachher.")
    keys(desk, "f")
    expect(on_stage(desk)).to_have_count(0)
    waiting = desk.locator("#desk-questions > ol article")
    before = waiting.count()
    keys(desk, "j", "x")
    expect(desk.get_by_text("1 ausgeblendete Frage")).to_be_visible()
    expect(waiting).to_have_count(before - 1)
    expect(desk.locator("[data-desk-voice]")).to_contain_text("Fragen warten.")


def polls(desk: Page) -> None:
    keys(desk, "e")
    desk.keyboard.type("Machen wir eine Pause?")
    keys(desk, "Tab", "Enter")
    opened = desk.locator("#desk-polls .dq--stage")
    expect(opened).to_contain_text("Machen wir eine Pause?")
    keys(desk, "u")
    expect(desk.locator("#desk-polls")).to_contain_text("Ergebnis sichtbar")
    follow(desk.get_by_role("link", name="Umfrage vorbereiten"))
    desk.get_by_label("Frage", exact=True).focus()
    desk.keyboard.type("Ein Wort zum Vormittag?")
    keys(desk, "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(focused(desk)).to_have_attribute("value", "words")
    follow(desk.get_by_role("button", name="Speichern", exact=True))
    expect(desk.locator("#desk-polls")).to_contain_text("vorbereitet")
    keys(desk, "p")
    expect(desk.locator("#desk-polls .dq--stage")).to_contain_text("Ein Wort zum Vormittag?")


def hands(desk: Page) -> None:
    listed = desk.locator("#desk-hands")
    first = listed.locator("li .hands-list__who").first.inner_text().split("\n")[0].strip()
    keys(desk, "w")
    expect(listed.locator(".dq--stage")).to_contain_text(first)
    keys(desk, "q")
    expect(listed.locator(".dq--stage")).to_have_count(0)


def screen_and_timer(desk: Page) -> None:
    for key, name in (("1", "Begrüßung"), ("4", "Redeliste"), ("5", "Pause"), ("3", "Umfrage")):
        keys(desk, key)
        expect(desk.get_by_role("button", name=name, exact=False, pressed=True)).to_have_count(1)
    keys(desk, "t")
    expect(desk.get_by_role("timer")).to_have_text(re.compile(r"^[45]:\d\d$"))
    keys(desk, "t")
    expect(desk.get_by_role("timer")).to_have_count(0)


def a_report(house: House, desk: Page) -> None:
    with house.orm():
        stage = Stage.objects.get()
        message = Message.objects.select_related("stage").filter(stage=stage).order_by("pk")[0]
        reporter = stage.voices.exclude(pk=message.voice_id)[0]
        reports.report(voice=reporter, thing=message, reason="Zu laut", now=clock.now())
    card = desk.locator("#desk-reports article")
    expect(card).to_contain_text("Grund: Zu laut")
    for _step in range(20):
        if card.locator(":focus").count():
            break
        keys(desk, "j")
    keys(desk, "g")
    expect(desk.locator("#desk-reports")).to_contain_text("Keine offenen Meldungen.")


def the_end(desk: Page) -> None:
    desk.once("dialog", lambda dialog: dialog.accept())
    follow(desk.get_by_role("button", name="Beenden"))
    expect(desk.locator("#desk-lead")).to_contain_text("beendet")
    assert_accessible(desk)


def test_letters_are_letters_when_the_keys_are_switched_off(panel_house: House, new_page: Any):
    page: Page = new_page()
    persona(panel_house, page, "organiser")
    page.goto(panel_house.url + DESK)
    keys(page, "?")
    page.get_by_label("Tastenkürzel verwenden").focus()
    keys(page, "Space", "?", "1")
    expect(page.locator(".cockpit__keys")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Tastenkürzel verwenden")).not_to_be_checked()
