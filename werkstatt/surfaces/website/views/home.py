from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import EditionState, Phase
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import days_of, is_over, phase_at
from werkstatt.foundation.kernel import clock
from werkstatt.surfaces.website.homes import home_of
from werkstatt.surfaces.website.keeping import home_fingerprint, kept
from werkstatt.surfaces.website.linked_data import edition_data
from werkstatt.surfaces.website.queries import edition_or_404, editions_by_date


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Straight to the only public edition, or to the only one that is not over yet; else to all of them."""
    public, now = list(editions_by_date(request.user).filter(state=EditionState.PUBLIC)), clock.now()
    for current in (public, [each for each in public if not is_over(each, now)]):
        if len(current) == 1:
            return redirect("website:edition", current[0].slug)
    return editions(request)


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """The series and its editions, the latest first."""
    found = list(editions_by_date(request.user).prefetch_related("days"))
    foot = next((edition for edition in found if edition.state != EditionState.DRAFT), None)
    context = {"editions": found, "series": foot.series if foot else None, "foot_edition": foot}
    return render(request, "website/root.html", context)


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    now = clock.now()
    phase = phase_at(list(found.days.all()), now)
    minute = f"{now:%d%H%M}" if phase == Phase.DURING else f"{now:%Y%m%d%H}"
    state = (home_fingerprint(found), phase, minute, request.user.is_authenticated)
    context = {"edition": found, "phase": phase}
    context["content"] = kept("home", state, lambda: _content(request, found, now))
    return render(request, "website/edition.html", context)


def _content(request: HttpRequest, edition: Edition, now: datetime) -> str:
    home = home_of(edition, days_of(edition), now)
    linked = edition_data(edition, home.days, home.doors)
    return render_to_string("website/home/_content.html", {"edition": edition, "home": home, "linked": linked}, request)
