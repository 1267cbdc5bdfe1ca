"""Which of our apps are installed, at which address each is found, and what each adds to every page."""

from django.urls import URLPattern, URLResolver, include, path

APPS = [
    "werkstatt.foundation.kernel",
    "werkstatt.foundation.look",
    "werkstatt.foundation.people",
    "werkstatt.foundation.events",
    "werkstatt.foundation.programme",
    "werkstatt.foundation.trail",
    "werkstatt.services.billing",
    "werkstatt.services.live",
    "werkstatt.services.mailing",
    "werkstatt.services.media",
    "werkstatt.rooms.registration",
    "werkstatt.rooms.stage",
    "werkstatt.surfaces.website",
    "werkstatt.surfaces.lobby",
    "werkstatt.surfaces.hall",
    "werkstatt.surfaces.desk",
    "werkstatt.surfaces.demo",
]

# Addresses in the person's language: German at /, English at /en/. First match wins; the website stands last.
ADDRESSES = {
    "look/": "werkstatt.foundation.look",
    "demo/": "werkstatt.surfaces.demo",
    "desk/": "werkstatt.surfaces.desk",
    "video/": "werkstatt.services.media",
    "my/": "werkstatt.surfaces.lobby",
    "hall/": "werkstatt.surfaces.hall",
    "live/": "werkstatt.services.live",
}
ADDRESSES_AT_THE_ROOT = [
    "werkstatt.services.billing",
    "werkstatt.rooms.registration",
    "werkstatt.rooms.stage",
    "werkstatt.surfaces.website",
]

CONTEXT = ["werkstatt.surfaces.demo.context.demo_bar", "werkstatt.surfaces.desk.context.desk"]


def addresses() -> list[URLPattern | URLResolver]:
    own = [path(prefix, include(f"{app}.urls")) for prefix, app in ADDRESSES.items()]
    return [*own, *(path("", include(f"{app}.urls")) for app in ADDRESSES_AT_THE_ROOT)]
