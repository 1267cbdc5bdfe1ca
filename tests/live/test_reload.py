"""A page reloaded equals a page updated live: every act of a session, on every page, in both languages, in Chromium.

The German pages are connected all the time. The English ones lose the line before every scene and get all of it at once.
After each scene the participant's pages are compared in both languages, the others in turns; at the end all of them.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.live.cast import Cast
from tests.live.play import play
from tests.live.visitors import address, cookie_of
from tests.live.vocabulary import kinds
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.models import Voice
from werkstatt.services.live.actions import revoke
from werkstatt.services.live.tests.serving import Served

SAME = (Path(__file__).parent / "same_page.js").read_text()
PATIENCE_MS = 20_000  # counts of who is here come every two seconds, later where the machine is busy
# Pages fetch themselves again at once; without a shared worker the browser's requests can be held back from here.
AT_ONCE = "Math.random = () => 0.001;"
ALONE = "delete window.SharedWorker;"
NOTE = """
window.heard = new Set();
const say = document.dispatchEvent.bind(document);
document.dispatchEvent = (event) => {
  if (event.type.startsWith("live:")) window.heard.add(event.type.slice(5));
  return say(event);
};
"""
ELSEWHERE = {"state"}  # what a page shows while the database is away: test_trouble


@dataclass
class Window:
    """One page of somebody. `loses_line`: whether it is cut off before every scene."""

    name: str
    page: Page
    loses_line: bool

    def cut(self) -> None:
        self.page.context.route("**/live/?*", lambda route: route.abort())

    def mend(self) -> None:
        self.page.context.unroute("**/live/?*")
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def difference(self) -> str:
        found = self.page.evaluate(f"({SAME})({PATIENCE_MS})")
        if found is None:
            return ""
        fresh, here = (found[name].splitlines() for name in ("fresh", "here"))
        return "\n".join([self.name, *difflib.unified_diff(fresh, here, "reloaded", "live", lineterm="")])


@pytest.mark.journey
def test_a_page_reloaded_equals_a_page_updated_live(web: Served, cast: Cast, new_page: Callable[..., Page]):
    windows = open_windows(web, cast, new_page)
    for number, scene in enumerate(scenes(web, cast, windows)):
        looked_at = windows if scene == "revoking" else windows[:2] + windows[2 + number % 2 :: 2]
        differences = [text for window in looked_at if (text := window.difference())]
        assert differences == [], f"after {scene}:\n" + "\n\n".join(differences)
    heard = {kind for window in windows for kind in window.page.evaluate("[...heard]")}
    assert kinds() - ELSEWHERE == heard, "every kind of event needs a scene"


def scenes(web: Served, cast: Cast, windows: list[Window]) -> Any:
    """The play, each scene with cut lines that are mended at its end; at last somebody loses the right to listen."""
    script = play(cast)
    while True:
        stale = [window for window in windows if window.loses_line]
        for window in stale:
            window.cut()
        web.do(lambda: end_streams(web, "en"))
        scene = next(script, None)
        if scene is None:
            revoke(cast.rita.listener, cast.stage.topic, now=cast.later)
        for window in stale:
            window.mend()
        yield scene or "revoking"
        if scene is None:
            return


def end_streams(web: Served, language: str) -> None:
    for outlet in list(web.hub.outlets):
        if outlet.tickets[0].language == language:
            outlet.close()


def open_windows(web: Served, cast: Cast, new_page: Callable[..., Page]) -> list[Window]:
    people: list[tuple[str, Person | Voice]] = [
        ("stage", cast.rita),
        ("stage", cast.guest),
        ("moderation", cast.leader),
        ("hall", cast.leader),
    ]
    windows = []
    for name, who in people:
        for language in ("de", "en"):
            page = new_page(locale="de-DE" if language == "de" else "en-GB")
            url = f"http://127.0.0.1:{web.port}"
            page.context.add_cookies([{"name": "werkstatt", "value": cookie_of(who), "url": url}])
            page.add_init_script(AT_ONCE + NOTE + (ALONE if language == "en" else ""))
            page.goto(url + address(cast, name, language))
            windows.append(Window(f"{name} {who} {language}", page, loses_line=language == "en"))
    for window in windows:
        expect(window.page.locator("live-stream")).to_have_attribute("data-state", "connected")
    expect(windows[0].page.locator('[data-live-count="on_site"]')).to_have_text("2")
    return windows
