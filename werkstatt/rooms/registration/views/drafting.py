"""Which edition and which draft a request is about. The draft's key lies in the session; nobody can guess it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import editions_visible_to
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count_request
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import actions, queries
from werkstatt.rooms.registration.models import Order

STARTING = Limit("registration-start", times=40, per=timedelta(hours=1))
WRITING = Limit("registration-write", times=600, per=timedelta(minutes=10))
PLACING = Limit("registration-place", times=40, per=timedelta(hours=1))
LINKS = Limit("registration-links", times=8, per=timedelta(hours=1))
STEPS = ["people", "days", "billing", "review"]


def for_open_edition(
    view: Callable[[HttpRequest, Edition], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view its edition; if it takes no registrations now, say so on a page with the reason."""

    @wraps(view)
    def looked_up(request: HttpRequest, edition: str) -> HttpResponse:
        found = edition_or_404(request, edition)
        if not queries.is_open_for_registration(found, clock.now()):
            context = {"edition": found, "now": clock.now(), "draft": draft_of(request, found)}
            return render(request, "registration/closed.html", context)
        return not_too_often(WRITING)(view)(request, found)

    return cast("Callable[[HttpRequest, str], HttpResponse]", looked_up)


def not_too_often(limit: Limit) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Count POST requests of this caller; beyond the limit a page says when to come back. Nothing is lost meanwhile."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                try:
                    count_request(limit, request=request, now=clock.now())
                except TooOften as refusal:
                    return too_often(request, refusal)
            return view(request, *args, **kwargs)

        return counted

    return wrap


def too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    minutes = max(1, -(-int(refusal.again_in.total_seconds()) // 60))
    response = render(request, "registration/too_often.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    return get_object_or_404(editions_visible_to(request.user), slug=slug)


def draft_of(request: HttpRequest, edition: Edition) -> Order | None:
    """The draft of this session, else the one a person who signed in began elsewhere; its edition loaded."""
    if key := request.session.get(_session_key(edition)):
        draft = queries.draft(key, edition)
        if draft is None and (placed := queries.placed_order(key, edition)) is not None:
            remember_placed(request, placed)  # it was placed, but the answer never reached the browser
        return draft
    if not isinstance(request.user, Person):
        return None
    return queries.drafts_of(request.user).filter(edition=edition).order_by("-created_at").first()


def placed_of(request: HttpRequest, edition: Edition) -> Order | None:
    """The order this session placed last."""
    key = request.session.get(_done_key(edition))
    return queries.placed_order(key, edition) if key else None


def start(request: HttpRequest, edition: Edition, now: datetime) -> Order:
    """A new draft in this session. Raises TooOften."""
    count_request(STARTING, request=request, now=now)
    person = request.user if isinstance(request.user, Person) else None
    order = actions.start_order(edition=edition, now=now, language=(get_language() or "de")[:2], person=person)
    remember(request, order)
    return order


def remember(request: HttpRequest, order: Order) -> None:
    request.session[_session_key(order.edition)] = order.pk


def remember_placed(request: HttpRequest, order: Order) -> None:
    request.session.pop(_session_key(order.edition), None)
    request.session[_done_key(order.edition)] = order.pk


def _session_key(edition: Edition) -> str:
    return f"registration:{edition.pk}"


def _done_key(edition: Edition) -> str:
    return f"registration-done:{edition.pk}"


def step_url(step: str, edition: Edition) -> str:
    return reverse(f"registration:{step}", args=[edition.slug])


def to_step(step: str, edition: Edition, query: str = "") -> HttpResponse:
    return redirect(step_url(step, edition) + query)


def steps(now: str, edition: Edition) -> list[dict[str, str]]:
    """The four named steps for the bar above the page."""
    names = {"people": _("Personen"), "days": _("Tage"), "billing": _("Rechnung"), "review": _("Prüfen")}
    here = STEPS.index(now)
    return [
        {
            "name": names[step],
            "state": "done" if position < here else "now" if position == here else "next",
            "url": step_url(step, edition) if position < here else "",
        }
        for position, step in enumerate(STEPS)
    ]
