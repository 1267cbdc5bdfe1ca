"""What both accessibility journeys share: a look at every kind of page, and at all it may be built of, in each language.

German pages are read light on a desk and then dark, English ones dark on a phone and then light. So every kind of page meets
every rule in both languages, both themes and both sizes, without each of the eight combinations being walked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import DESKTOP, PHONE, Watch, axe_faults, overhang
from tests.crawl import Visitor, kind_of, pages, parts_of
from tests.house import House

Scheme = Literal["light", "dark"]
LOOKS: dict[str, tuple[ViewportSize, Scheme, Scheme]] = {
    "de": (DESKTOP, "light", "dark"),
    "en": (PHONE, "dark", "light"),
}
# The tenth row of a table says nothing that the second did not: of rows built alike, two stay.
THIN_OUT = r"""() => {
  const known = new Map();
  for (const one of document.querySelectorAll("tbody > tr, li, option, article")) {
    const build = one.outerHTML.replace(/>[^<]+</g, "><").replace(/\s(?!class|role|type|hidden|disabled)[\w-]+="[^"]*"/g, "");
    known.set(build, (known.get(build) ?? 0) + 1);
    if (known.get(build) > 2) one.remove();
  }
}"""


class Inspector:
    """Reads in one tab every kind of page, and a further one of a kind, as whomever, when it is built of anything new."""

    def __init__(self, house: House, browser: Browser, language: str) -> None:
        size, self.scheme, self.other_scheme = LOOKS[language]
        self.house, self.is_narrow = house, size == PHONE
        self.language, self.prefix = language, "/en" if language == "en" else ""
        self.context = browser.new_context(viewport=size, color_scheme=self.scheme, reduced_motion="reduce")
        self.context.add_init_script(AXE_SCRIPT)
        self.watch = Watch()
        self.kinds: set[str | None] = set()
        self.parts: set[str] = set()

    def walk(self, persona: str, *starts: str, within: str = "") -> None:
        """Raise with all that is wrong with the pages this person can reach from these German addresses, a line each.

        `within`: a pattern for names of address patterns; links to others are not followed.
        """
        visitor = self._enter_as(persona, within=within)
        page = self.context.new_page()
        self.watch.on(page)
        found: list[str] = []
        reached = 0
        addresses = [self.prefix + start for start in starts]
        for path, html in pages(visitor, *addresses, per_kind=1 if self.is_narrow else 2):
            reached += 1
            kind, has_news = kind_of(path), not parts_of(html) <= self.parts
            if kind not in self.kinds or has_news:
                self.kinds.add(kind)
                self.parts |= parts_of(html)
                faults = self.faults_of(page, path, has_news=has_news)
                found += [f"{persona} at {path} {fault}" for fault in faults]
        assert reached > (2 if within else 3), f"{persona} reaches next to nothing"
        page.close()
        found += self.watch.faults
        assert not found, "\n".join(["", *found])

    @contextmanager
    def as_persona(self, persona: str) -> Iterator[Page]:
        """A tab of this person, for pages that no link leads to."""
        self._enter_as(persona)
        page = self.context.new_page()
        yield page
        page.close()

    def _enter_as(self, persona: str, *, within: str = "") -> Visitor:
        visitor = Visitor(self.house, within=within)
        visitor.enter_as(persona)
        self.context.clear_cookies()
        self.context.add_cookies(visitor.cookies())  # type: ignore[arg-type]  # plain dictionaries will do
        return visitor

    def faults_of(self, page: Page, path: str, *, has_news: bool) -> Iterator[str]:
        page.goto(self.house.url + path)
        if (spoken := page.locator("html").get_attribute("lang")) != self.language:
            yield f"says it speaks {spoken}"
        yield from self.faults_here(page, has_news=has_news)

    def faults_here(self, page: Page, *, has_news: bool = True) -> Iterator[str]:
        if (self.is_narrow or has_news) and (wide := self._overhang(page)) > 0:
            yield f"on a phone: {wide} px too wide"
        page.evaluate(THIN_OUT)
        yield from (f"{self.scheme}: {fault}" for fault in axe_faults(page))
        if not has_news:  # all it is built of has shown its colours and its width elsewhere
            return
        page.emulate_media(color_scheme=self.other_scheme)
        yield from (f"{self.other_scheme}: {fault}" for fault in axe_faults(page, contrast_only=True))
        page.emulate_media(color_scheme=self.scheme)

    def _overhang(self, page: Page) -> int:
        if self.is_narrow:
            return overhang(page)
        page.set_viewport_size(PHONE)
        width = overhang(page)
        page.set_viewport_size(DESKTOP)
        return width


@pytest.fixture(scope="module", params=list(LOOKS))
def inspector(request: pytest.FixtureRequest, live_house: House, browser: Browser) -> Iterator[Inspector]:
    """One for each language; all tests of a module share what it has seen."""
    one = Inspector(live_house, browser, request.param)
    yield one
    one.context.close()
