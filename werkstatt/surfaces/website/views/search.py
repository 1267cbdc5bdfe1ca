from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from werkstatt.foundation.programme.search import search_programme
from werkstatt.surfaces.website.queries import edition_or_404


@require_safe
def search(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    results = search_programme(edition=found, term=request.GET.get("q", ""), language=get_language() or "de")
    return render(request, "website/search.html", {"edition": found, "found": results})
