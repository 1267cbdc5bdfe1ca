"""Every page around the stage while a panel is on: axe finds nothing, in either language, light or dark, on both sizes."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.crawl import Visitor
from tests.house import House
from tests.journeys.accessibility import LOOKS, Inspector
from tests.journeys.panel import CODE, DESK, SCREEN, STAGE
from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.actions import drawing, leading, polls, reports
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import HallView, PollKind
from werkstatt.rooms.stage.models import Message, Poll, Question, Stage

pytestmark = pytest.mark.journey
STAGES = r"stage:|hall:|lobby:now"
OPTIONS = ("Zeit", "Geld", "Eine Gemeinde, die mitmacht")


@pytest.fixture(scope="module", params=list(LOOKS))
def looking(request: pytest.FixtureRequest, panel_house: House, browser: Browser) -> Iterator[Inspector]:
    one = Inspector(panel_house, browser, request.param)
    yield one
    one.context.close()


def test_what_those_see_who_lead(looking: Inspector, panel_house: House):
    with panel_house.orm():
        stage, message = Stage.objects.get(), Message.objects.select_related("stage").order_by("pk")[0]
        reporter = stage.voices.exclude(pk=message.voice_id)[0]
        reports.report(voice=reporter, thing=message, reason="Zu laut", now=clock.now())
        entry = polls.PollEntry(kind=PollKind.SINGLE, question="Was fehlt?", options=OPTIONS)
        polls.prepare_poll(stage=stage, entry=entry, by=None, now=clock.now())
    looking.walk("moderator", "/my/now/", STAGE, DESK, SCREEN, within=STAGES)


def test_what_those_see_who_take_part(looking: Inspector, panel_house: House):
    with panel_house.orm():
        question = Question.objects.filter(state="waiting").order_by("pk")[0].pk
    views = (f"{STAGE}?view={view}" for view in ("poll", "chat", "hands"))
    looking.walk("officer", "/my/now/", STAGE, *views, f"{STAGE}reports/?question={question}", within=STAGES)


def test_what_guests_see_at_the_door(looking: Inspector):
    looking.walk("visitor", STAGE, "/join/", f"/join/{CODE}/", "/join/AAAAAA/", within=STAGES)


def test_every_kind_of_poll_in_the_hand_and_on_the_wall(looking: Inspector, panel_house: House):
    """To vote in on a phone, with its result on the wall."""
    page = looking.context.new_page()
    found: list[str] = []
    for persona, path, is_open in (("officer", f"{STAGE}?view=poll", True), ("moderator", SCREEN, False)):
        visitor = Visitor(panel_house)
        visitor.enter_as(persona)
        looking.context.clear_cookies()
        looking.context.add_cookies(visitor.cookies())  # type: ignore[arg-type]  # plain dictionaries will do
        for kind in PollKind:
            with panel_house.orm():
                held(Stage.objects.get(), kind, is_open=is_open)
            found += [f"{kind}: {fault}" for fault in looking.faults_of(page, looking.prefix + path, has_news=True)]
    page.close()
    assert found == []


def held(stage: Stage, kind: PollKind, *, is_open: bool) -> Poll:
    """An open poll of this kind with a vote; or closed, its result shown."""
    entry = polls.PollEntry(kind=kind, question="Was meinen Sie?", options=OPTIONS, lowest_label="kaum", unit="Euro")
    how: dict[str, Any] = {"by": None, "now": clock.now()}
    poll = polls.start_poll(stage=stage, entry=entry, **how)
    keys = [str(option.pk) for option in poll.options.all()]
    choice = keys[:1] or [{PollKind.YES_NO: "yes", PollKind.RATING: "4"}.get(kind, "")]
    ranks = {f"rank-{key}": [str(place)] for place, key in enumerate(keys, 1)}
    data = {"choice": choice, "number": ["12,5"], "word": ["Mut", "Vertrauen"], **ranks}
    assert list(map(str, cast_votes(votes=[Vote(stage.voices.all()[0], poll.pk, data)], now=clock.now()))) == [""]
    drawing.settle()
    if not is_open:
        poll = polls.close_poll(poll=poll, shows_result=True, **how)
        leading.lead_hall(stage=stage, view=HallView.POLL, **how)
    return poll
