"""A real Chromium that notices what people would: errors in the console, strangers' servers, inaccessible pages."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
# Where scripts are off no frame is ever announced: waiting for one would hang the whole run.
SETTLE = """async () => {
  if (matchMedia("(scripting: none)").matches) return;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame(); await frame();
  for (const animation of document.getAnimations()) animation.finish();
  await frame();
}"""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium_path() -> str | None:
    """The machine's own browser; None lets Playwright take the one it downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


@dataclass
class Watch:
    """What went wrong behind the page's back."""

    faults: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._response)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console {message.type}: {message.text} at {message.location.get('url')}")

    def _response(self, response: Response) -> None:
        if response.status == 503 and response.url.endswith("/live/commands/") and "retry-after" in response.headers:
            return  # said in words, and the page tries again by itself: what a house does that has just got up
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status} from {response.url}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.faults.append(f"request to a stranger: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
            "1"  # Playwright's loop runs in this thread; Django would refuse the ORM
        )
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Any]:
    """`new_page(viewport=PHONE, color_scheme="dark", java_script_enabled=False, locale="en")`: one more person's browser."""
    contexts: list[BrowserContext] = []
    pages: list[Page] = []
    watch = Watch()

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "de-DE", "reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.on(page)
        pages.append(page)
        return page

    yield open_page
    if getattr(request.node, "failed", False):
        folder = settings.HOME / "screenshots"
        folder.mkdir(exist_ok=True)
        for number, page in enumerate(pages):
            page.screenshot(path=folder / f"{request.node.name}-{number}.png", full_page=True)
    for context in contexts:
        context.close()
    if not getattr(request.node, "failed", False):
        assert watch.faults == []


@pytest.fixture
def page(new_page: Any) -> Page:
    opened: Page = new_page()
    return opened


@pytest.fixture
def phone(new_page: Any) -> Page:
    opened: Page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    return opened


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last: Playwright's loop keeps running in the thread, and tests with a loop of their own could not start."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]  # read by new_page, which then takes screenshots
    return report


def axe_faults(page: Page, *, contrast_only: bool = False) -> list[str]:
    """What violates WCAG 2.2 AA or good practice, as far as axe can see; a line each."""
    page.evaluate(SETTLE)
    rules = {"type": "rule", "values": ["color-contrast"]} if contrast_only else {"type": "tag", "values": AXE_TAGS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "(options) => axe.run(options)", {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    )["violations"]
    return [
        f"{violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in found
    ]


def assert_accessible(page: Page) -> None:
    found = axe_faults(page)
    assert found == [], f"{page.url}\n" + "\n".join(found)


def assert_accessible_in_every_look(page: Page) -> None:
    """In both languages, light and dark; for pages that no walk through the house reaches. Ends where it began."""
    german = urlsplit(page.url)
    for prefix in ("", "/en"):
        page.goto(german._replace(path=prefix + german.path).geturl())
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_accessible(page)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(german.geturl())


def overhang(page: Page) -> int:
    """By how many pixels the page sticks out at the side; a page itself never scrolls sideways."""
    page.evaluate(SETTLE)
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def assert_fits(page: Page) -> None:
    assert overhang(page) <= 0, f"{page.url} is {overhang(page)} px too wide"
