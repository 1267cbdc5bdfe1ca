"""What one page may take from elsewhere: a page widens its own policy, by exact origin, and nobody else's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

SOURCES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
DEVICES = ("camera", "microphone", "display-capture")
FEATURES = {"camera": ["self"], "microphone": ["self"]}
NEVER = ("geolocation", "payment", "usb", "browsing-topics")
ORIGIN = re.compile(r"(https|wss|http|ws)://([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?|blob:")


class NotAnOrigin(ValueError):
    """Neither scheme://host[:port] nor blob:, so it never reaches a header."""


@dataclass
class Policy:
    """What a page needs beyond our own address: origins for `frame`, `media`, `connect`, `worker` and `img`.

    `devices`: origins of frames that may ask for camera, microphone and screen.
    """

    sources: dict[str, list[str]] = field(default_factory=dict)
    devices: list[str] = field(default_factory=list)

    def allow(self, directive: str, origins: Iterable[str]) -> None:
        known = self.sources.setdefault(directive, [])
        known += [origin for origin in map(_checked, origins) if origin not in known]

    def content_header(self) -> str:
        sources = {**SOURCES, "form-action": " ".join(["'self'", *settings.FORM_TARGETS])}  # sign-in leads elsewhere
        for directive, origins in self.sources.items():
            sources[directive] = " ".join([sources.get(directive, "'self'"), *origins])
        return "; ".join(f"{name} {value}" for name, value in sources.items())

    def permissions_header(self) -> str:
        allowed = dict(FEATURES)
        if self.devices:
            quoted = [f'"{origin}"' for origin in self.devices]
            allowed = {name: ["self", *quoted] for name in DEVICES}
        open_to = [f"{name}=({' '.join(origins)})" for name, origins in allowed.items()]
        return ", ".join([*open_to, *(f"{name}=()" for name in NEVER)])


def widen(
    request: HttpRequest,
    *,
    frame: Iterable[str] = (),
    media: Iterable[str] = (),
    connect: Iterable[str] = (),
    worker: Iterable[str] = (),
    devices: Iterable[str] = (),
) -> None:
    """Let the answer to this request frame, play from or connect to exactly these origins. Raises NotAnOrigin."""
    policy = policy_of(request)
    wanted = {"frame-src": frame, "media-src": media, "connect-src": connect, "worker-src": worker}
    for directive, origins in wanted.items():
        if found := list(origins):
            policy.allow(directive, found)
    policy.devices += [origin for origin in map(_checked, devices) if origin not in policy.devices]


def policy_of(request: HttpRequest) -> Policy:
    policy: Policy | None = getattr(request, "_policy", None)
    if policy is None:
        policy = Policy()
        request._policy = policy  # type: ignore[attr-defined]  # noqa: SLF001  (ours; travels with the request)
    return policy


def _checked(origin: str) -> str:
    if not ORIGIN.fullmatch(origin):
        raise NotAnOrigin(origin)
    return origin
