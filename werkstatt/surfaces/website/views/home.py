from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import EditionState
from werkstatt.foundation.kernel import clock
from werkstatt.surfaces.website.homes import home_of
from werkstatt.surfaces.website.linked_data import edition_data
from werkstatt.surfaces.website.queries import edition_or_404, editions_by_date


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The one public edition, or the series and its editions."""
    editions = list(editions_by_date(request.user))
    public = [edition for edition in editions if edition.state != EditionState.DRAFT]
    if len(public) == 1:
        return redirect("website:edition", public[0].slug)
    foot = public[0] if public else None
    context = {"editions": editions, "series": foot.series if foot else None, "foot_edition": foot}
    return render(request, "website/root.html", context)


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    home = home_of(found, clock.now())
    context = {"edition": found, "home": home, "linked": edition_data(found, home.days, home.doors)}
    return render(request, "website/edition.html", context)
