"""Pages: server time, processor time, queries and bytes, beside an empty answer; then every page of every persona."""

import gzip
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.test import Client

from bench.figures import compared, measured, queries_of

PAGES: tuple[str, ...] = (
    "/",
    "/neo-2022/",
    "/neo-2022/programme/on-site/2022-05-02/",
    "/neo-2022/programme/online/2022-05-02/",
)
PAGES += ("/neo-2022/search/?q=Digital", "/neo-2022/registration/people/", "/en/neo-2022/", "/accounts/login/")
EMPTY = "/healthz/"  # the reference: an answer through the same server without a page
RUNS, WALK_RUNS, SHOWN = 60, 5, 10
DESK, LOBBY, SITE = "/desk/neo-2022/", "/my/", "/neo-2022/"
WALKS = (
    ("organiser", DESK, "during"),
    ("finance", DESK, "after"),
    ("door", DESK, "during"),
    ("officer", LOBBY, "during"),
    ("speaker", LOBBY, "after"),
    ("officer", SITE, "during"),
)


def main() -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    empty = measured(lambda: client.get(EMPTY), runs=RUNS)
    pages = {path: _page(path, empty) for path in PAGES}
    return {"reference": {"name": "empty answer", **empty}, "pages": pages, "every_page": _every_page(empty)}


def _page(path: str, empty: dict[str, float]) -> dict[str, Any]:
    client = Client()
    answer = client.get(path, follow=True)
    if answer.status_code != 200:
        return {"status": answer.status_code}
    return {
        "status": 200,
        **compared(measured(lambda: client.get(path, follow=True), runs=RUNS), empty, "empty_answer"),
        "queries": queries_of(lambda: client.get(path, follow=True)),
        "kilobytes": round(len(answer.content) / 1000, 1),
        "kilobytes_gzipped": round(len(gzip.compress(answer.content)) / 1000, 1),
    }


def _every_page(empty: dict[str, float]) -> dict[str, Any]:
    """Walk through the whole demo edition, a switch played, as each persona; the slowest and the most curious pages."""
    from tests.crawl import pages
    from werkstatt.foundation.kernel.clock import set_demo_clock
    from werkstatt.surfaces.demo.calendar import MOMENTS
    from werkstatt.surfaces.demo.loading.switching import play_switch

    play_switch()
    seen: dict[str, dict[str, float]] = {}
    for persona, area, moment in WALKS:
        set_demo_clock(to=MOMENTS[moment])
        for _ in pages(_Walker(persona, area, empty, seen), area, per_kind=2):
            pass
    slowest = sorted(seen, key=lambda page: -seen[page]["cpu_p50_ms"])[:SHOWN]
    return {
        "count": len(seen),
        "cpu_p50_ms": sorted(each["cpu_p50_ms"] for each in seen.values())[len(seen) // 2],
        "most_queries": max(each["queries"] for each in seen.values()),
        "slowest": {page: seen[page] for page in slowest},
    }


class _Walker:
    """Opens pages of one area as one persona (see `tests.crawl`) and notes what each costs."""

    def __init__(self, persona: str, area: str, empty: dict[str, float], seen: dict[str, dict[str, float]]) -> None:
        from werkstatt.foundation.people.models import Person
        from werkstatt.surfaces.demo.personas import BY_KEY

        self.house: Any = SimpleNamespace(url=settings.BASE_URL)
        self.persona, self.area, self.empty, self.seen = persona, area, empty, seen
        self.client = Client()
        self.client.force_login(Person.objects.get(email=BY_KEY[persona].email))
        self.client.get(area)

    def get(self, path: str) -> tuple[int, str, str]:
        if not path.startswith(self.area):
            return 200, path, ""
        answer = self.client.get(path)
        if answer.status_code in {301, 302}:
            return 200, path, ""
        if not answer.headers["Content-Type"].startswith("text/html"):
            return answer.status_code, path, ""
        figures = measured(lambda: self.client.get(path), runs=WALK_RUNS, warm_up=0)
        queries = queries_of(lambda: self.client.get(path))
        self.seen[f"{self.persona} {path}"] = {**compared(figures, self.empty, "empty_answer"), "queries": queries}
        return answer.status_code, path, answer.content.decode()
