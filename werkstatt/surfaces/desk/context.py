"""What every page of the desk may ask, also those of rooms: navigation, and what this person may do here."""

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import editions_with_desk_for
from werkstatt.surfaces.desk.navigation import drawn_for
from werkstatt.surfaces.desk.permissions import Desk, desk_of

DESK_PATH = re.compile(r"^(?:/en)?/desk/(?P<slug>[-\w]+)/")


def desk(request: HttpRequest) -> dict[str, Any]:
    """Nothing away from the desk; there: `desk`, `desk_areas`, `desk_groups`, and where to search and to raise seats."""
    if not (match := DESK_PATH.match(request.path)):
        return {}
    found = known_desk(request) or _look_up(request, match["slug"])
    if found is None:
        return {}
    return {
        "desk": found,
        "edition": found.edition,
        "desk_areas": found.areas,
        "desk_groups": drawn_for(found, request.path),
        "desk_find_url": reverse("desk:find", args=[found.edition.slug]),
        "desk_days_url": reverse("desk:days", args=[found.edition.slug]),
    }


def known_desk(request: HttpRequest) -> Desk | None:
    """The desk this request already stands at (set by `remember`)."""
    found = getattr(request, "desk", None)
    return found if isinstance(found, Desk) else None


def remember(request: HttpRequest, desk: Desk) -> None:
    request.desk = desk  # type: ignore[attr-defined]


def _look_up(request: HttpRequest, slug: str) -> Desk | None:
    """Once per request; a room's view that has read the edition already says so by `request.edition`."""
    edition = getattr(request, "edition", None)
    if not isinstance(edition, Edition) or edition.slug != slug:
        edition = editions_with_desk_for(request.user).filter(slug=slug).first()
    found = desk_of(request.user, edition) if edition else None
    if found is not None:
        remember(request, found)
    return found
