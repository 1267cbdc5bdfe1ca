"""What both accessibility journeys share."""

from typing import Any

from playwright.sync_api import Page

from tests.browser import PHONE, axe_faults, overhang
from tests.crawl import Visitor, pages
from tests.house import House


def assert_no_faults(house: House, new_page: Any, *, persona: str, starts: tuple[str, ...]) -> None:
    """Axe finds nothing on any page this person can reach: both languages, light and dark, and none too wide on a phone."""
    visitor = Visitor(house)
    visitor.enter_as(persona)
    is_english = starts[-1].startswith("/en/")  # the same templates, so one page of each kind is enough
    reachable = [path for path, _ in pages(visitor, *starts, per_kind=1 if is_english else 2)]
    assert len(reachable) > 3
    page: Page = new_page(color_scheme="light")
    page.context.add_cookies(visitor.cookies())  # type: ignore[arg-type]  # plain dictionaries will do
    found: list[str] = []
    for path in reachable:
        page.goto(house.url + path)
        found += [f"{path} light: {fault}" for fault in axe_faults(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{path} dark: {fault}" for fault in axe_faults(page, contrast_only=True)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        found += [f"{path} at 390 px: {width} px too wide" for width in [overhang(page)] if width > 0]
        page.set_viewport_size({"width": 1280, "height": 900})
    assert not found, "\n".join(found)
