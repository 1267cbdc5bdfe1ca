"""What every page of the lobby shows around its own content."""

from django.http import HttpResponse
from django.shortcuts import render

from werkstatt.foundation.kernel import clock
from werkstatt.surfaces.lobby.queries import days_of, edition_to_show
from werkstatt.surfaces.lobby.visitors import SignedIn


def page(request: SignedIn, template: str, *, tab: str = "profile", **context: object) -> HttpResponse:
    """The template with the edition that concerns the person now (brand, colours, legal links)."""
    if "edition" not in context:
        context["edition"] = edition_to_show(days_of(request.user), clock.now())
    return render(request, template, {"tab": tab, **context})
