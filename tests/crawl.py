"""Walking through the house as one person would: every link once per kind of page."""

import re
import urllib.error
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from typing import Protocol
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.house import House

LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]+)\"")
TAG = re.compile(r"<(\w+)([^>]*)>")
BUILD = re.compile(r"""\b(?:class|role|type)="[^"]*"|\b(?:hidden|disabled|required|open)\b""")
FORM_SECRET = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """One person with cookies, without a browser. `within`: the kinds of pages she looks at, as a pattern."""

    house: House
    within: str = ""
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, address: str) -> tuple[int, str, str]:
        """Status, final address, HTML; what is no HTML, or none of hers, comes back empty."""
        if self.within and not re.match(self.within, kind_of(address) or ""):
            return 200, address, ""
        try:
            answer = self.opener.open(urljoin(self.house.url, address), timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            is_page = answer.headers.get_content_type() == "text/html"
            return answer.status, answer.url, answer.read().decode() if is_page else ""

    def enter_as(self, key: str) -> str:
        """Enter the demo as one of its personas; the address one lands at."""
        with self.opener.open(f"{self.house.url}/demo/", timeout=60) as answer:
            page = answer.read().decode()
        secret = FORM_SECRET.search(page)
        assert secret is not None
        data = f"csrfmiddlewaretoken={secret[1]}".encode()
        request = urllib.request.Request(f"{self.house.url}/demo/visit/{key}/", data=data)
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.url)

    def post(self, address: str, **data: str) -> str:
        """The page that answers a form sent without its secret."""
        request = urllib.request.Request(urljoin(self.house.url, address), data=urlencode(data).encode())
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return str(answer.read().decode())

    def cookies(self) -> list[dict[str, str]]:
        return [{"name": one.name, "value": one.value or "", "url": self.house.url} for one in self.jar]


def kind_of(address: str) -> str | None:
    """The name of the address pattern, None for what is not ours."""
    try:
        return resolve(urlsplit(address).path.removeprefix("/en") or "/").view_name
    except Resolver404:
        return None


def parts_of(page: str) -> frozenset[str]:
    """What a page is built of, without its texts: two pages of the same parts look and fail alike."""
    return frozenset(name + " ".join(BUILD.findall(rest)) for name, rest in TAG.findall(page))


def mailed_links(house: House) -> list[str]:
    """One address of each kind that mails bring: orders, attendances, offers."""
    found: dict[str, str] = {}
    for (text,) in house.sql("SELECT text FROM mailing_mail ORDER BY id"):
        for path in re.findall(r"https?://[^/\s]+(/[^\s)>]+)", text):
            found.setdefault(kind_of(path) or "", path)
    found.pop("", None)
    return list(found.values())


class Walker(Protocol):
    """Whoever can open an address: status, final address, HTML."""

    house: House

    def get(self, address: str, /) -> tuple[int, str, str]: ...


def pages(visitor: Walker, *starts: str, per_kind: int) -> Iterator[tuple[str, str]]:
    """Every reachable page (path, HTML), at most `per_kind` of each kind and in one language; broken links raise."""
    language = urlsplit(starts[-1]).path.startswith("/en")
    seen: set[str] = set()
    kinds: Counter[str | None] = Counter()
    waiting = deque((start, "") for start in starts)
    while waiting:
        address, origin = waiting.popleft()
        path = _path(visitor.house, address, language)
        kind = kind_of(path or "")
        if path is None or path in seen or kinds[kind] >= per_kind or (kind or "").endswith("logout"):
            continue
        seen.add(path)
        kinds[kind] += 1
        status, final, page = visitor.get(path)
        assert status in {200, 403} or not origin, f"{status} at {path}, linked from {origin}"
        if not page:
            continue
        if kind_of(final) == kind:
            yield path, page
        waiting.extend((urljoin(path, unescape(link)), path) for link in LINK.findall(page))


def _path(house: House, address: str, is_english: bool) -> str | None:
    parts = urlsplit(urldefrag(urljoin(house.url, address))[0])
    if f"{parts.scheme}://{parts.netloc}" != house.url or parts.path.startswith(("/static/", "/demo/visit/")):
        return None
    if (parts.path == "/en" or parts.path.startswith("/en/")) is not is_english:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
