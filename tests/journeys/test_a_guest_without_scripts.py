"""A guest in the hall whose phone runs no scripts: from the code on the wall to the answer, by forms alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, assert_fits
from tests.house import House
from tests.journeys.panel import join_by_code, look_at
from werkstatt.foundation.kernel.clock import now, set_demo_clock
from werkstatt.rooms.stage.actions import moderation, polls
from werkstatt.rooms.stage.choices import PollKind
from werkstatt.rooms.stage.models import Poll, Question
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.stage import play_stage

pytestmark = pytest.mark.journey
MINE = "Und wer kein neues Telefon hat?"
OTHERS = "Wie verhindern wir, dass am Ende wieder ein einziger Anbieter alles in der Hand hat?"


@pytest.fixture
def house(live_house: House) -> House:
    """The panel is on, and a vote is open."""
    with live_house.orm():
        set_demo_clock(to=MOMENTS["during"])
        stage = play_stage(now=MOMENTS["during"])
        assert stage is not None
        entry = polls.PollEntry(kind=PollKind.SINGLE, question="Was fehlt?", options=("Zeit", "Geld"))
        polls.start_poll(stage=stage, entry=entry, by=None, now=now())
    return live_house


def test_joins_asks_supports_votes_and_reads_the_answers(house: House, new_page: Any):
    phone: Page = new_page(viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    join_by_code(house, phone, "Reihe 3")
    votes(house, phone)
    asks(house, phone)
    supports(phone)
    assert_fits(phone)


def votes(house: House, phone: Page) -> None:
    """The page opens where there is something to do; what was chosen is still there when it comes back."""
    phone.get_by_role("radio", name="Geld").check()
    phone.get_by_role("button", name="Abstimmen").click()
    expect(phone.get_by_text("Ihre Stimme zählt. Sie können sie ändern")).to_be_visible()
    expect(phone.get_by_role("radio", name="Geld")).to_be_checked()
    assert_fits(phone)
    with house.orm():
        poll = Poll.objects.select_related("stage__session__edition").get(question="Was fehlt?")
        polls.close_poll(poll=poll, by=None, now=now(), shows_result=True)
    phone.reload()
    look_at(phone, "Abstimmen")
    expect(phone.locator("#polls")).to_contain_text("Vorn liegt „Geld“ mit 100 %")


def asks(house: House, phone: Page) -> None:
    look_at(phone, "Fragen")
    phone.get_by_label("Ihre Frage").fill(MINE)
    phone.get_by_role("button", name="Frage stellen").click()
    expect(phone.get_by_role("status").first).to_contain_text("Ihre Frage steht in der Liste.")
    with house.orm():
        question = Question.objects.select_related("stage__session__edition", "voice__person").get(text=MINE)
        there = question.stage.questions.filter(state="on_stage").values_list("pk", flat=True).first()
        question = moderation.put_on_stage(question=question, seen=there, by=None, now=now())
        question = moderation.write_answer(question=question, text="Das Saalmikrofon.", by=None, now=now())
        moderation.finish_question(question=question, by=None, now=now())
    phone.reload()
    phone.get_by_text("Beantwortete Fragen").click()
    expect(phone.locator("#answered")).to_contain_text("Das Saalmikrofon.")


def supports(phone: Page) -> None:
    question = phone.locator("#questions .question", has_text=OTHERS)
    support = question.get_by_role("button", name="Unterstützung")
    expect(support).to_have_attribute("aria-pressed", "false")
    support.click()
    expect(support).to_have_attribute("aria-pressed", "true")
    expect(question.locator(".support__count")).to_have_text("15")
