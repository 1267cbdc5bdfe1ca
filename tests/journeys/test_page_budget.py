"""No page of desk, lobby and website asks the database more than twelve times, on the whole demo edition after a switch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.crawl import kind_of, pages
from tests.house import House
from werkstatt.foundation.kernel.clock import set_demo_clock
from werkstatt.foundation.people.models import Person
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.switching import play_switch
from werkstatt.surfaces.demo.personas import BY_KEY

pytestmark = pytest.mark.journey
BUDGET = 12
DESK, LOBBY, SITE = "/desk/neo-2022/", "/my/", "/neo-2022/"
OF_EACH_KIND = {DESK: 3, LOBBY: 3, SITE: 60}  # every session: what one may do differs from one to the next
WALKS = (
    ("organiser", DESK, "before"),
    ("organiser", DESK, "during"),
    ("finance", DESK, "after"),
    ("door", DESK, "during"),
    ("officer", LOBBY, "before"),
    ("officer", LOBBY, "during"),
    ("speaker", LOBBY, "after"),
    ("officer", SITE, "during"),
)
NOT_A_QUESTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Counting:
    """A visitor (see `tests.crawl`) inside this process who counts what every page of one area asks."""

    house: House
    persona: str
    area: str
    asked: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = Client()
        self.client.force_login(Person.objects.get(email=BY_KEY[self.persona].email))
        self.client.get(self.area)  # the first form of a session writes its secret down, once

    def get(self, path: str) -> tuple[int, str, str]:
        if not path.startswith(self.area):
            return 200, path, ""
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(path)
        if answer.status_code in {301, 302}:
            return 200, path, ""
        if not answer.headers["Content-Type"].startswith("text/html"):
            return answer.status_code, path, ""
        statements = [query["sql"] for query in captured.captured_queries]
        self.asked[path] = sum(not sql.startswith(NOT_A_QUESTION) for sql in statements)
        return answer.status_code, path, answer.content.decode()


@pytest.fixture(scope="module")
def after_the_switch(open_house: Any) -> Iterator[House]:
    house: House = open_house.unserved()
    with house.orm(), override_settings(DEMO=True):
        play_switch()
        yield house


@pytest.mark.parametrize(("persona", "area", "moment"), WALKS)
def test_every_page_asks_twelve_times_at_most(after_the_switch: House, persona: str, area: str, moment: str):
    set_demo_clock(to=MOMENTS[moment])
    visitor = Counting(after_the_switch, persona, area)
    for _ in pages(visitor, area, per_kind=OF_EACH_KIND[area]):
        pass
    assert len(visitor.asked) >= 5
    over = [f"{count:>3} {kind_of(path)} {path}" for path, count in visitor.asked.items() if count > BUDGET]
    assert not over, "\n".join(over)
