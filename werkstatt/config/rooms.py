"""Which of our apps are installed, and at which address each is found."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

ROOT = Path(__file__).resolve().parents[1]

APPS = (
    "foundation.kernel",
    "foundation.look",
    "foundation.people",
    "foundation.events",
    "foundation.programme",
    "services.billing",
    "services.mailing",
    "rooms.registration",
    "surfaces.website",
    "surfaces.lobby",
    "surfaces.desk",
    "surfaces.demo",
)

# Addresses in the person's language: German at /, English at /en/. First match wins; the website stands last.
ADDRESSES = (
    ("look/", "foundation.look"),
    ("demo/", "surfaces.demo"),
    ("desk/", "surfaces.desk"),
    ("my/", "surfaces.lobby"),
    ("", "foundation.events"),
    ("", "foundation.programme"),
    ("", "services.billing"),
    ("", "services.mailing"),
    ("", "rooms.registration"),
    ("", "surfaces.website"),
)

# What surfaces add to every page.
CONTEXT = (
    ("surfaces.demo", "demo_bar"),
    ("surfaces.desk", "desk"),
)


def installed_apps() -> list[str]:
    return [f"werkstatt.{app}" for app in APPS if _file(app, "apps.py").exists()]


def addresses() -> list[URLPattern | URLResolver]:
    return [
        path(prefix, include(f"werkstatt.{app}.urls")) for prefix, app in ADDRESSES if _file(app, "urls.py").exists()
    ]


def context_processors() -> list[str]:
    return [f"werkstatt.{app}.context.{name}" for app, name in CONTEXT if _file(app, "context.py").exists()]


def is_installed(app: str) -> bool:
    return _file(app, "apps.py").exists()


def _file(app: str, name: str) -> Path:
    return ROOT.joinpath(*app.split("."), name)
