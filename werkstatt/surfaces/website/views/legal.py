from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.permissions import can_edit_edition
from werkstatt.surfaces.website.queries import edition_or_404, text_in_language

TITLES = {
    "imprint": _("Impressum"),
    "privacy": _("Datenschutz"),
    "accessibility": _("Barrierefreiheit"),
    "terms": _("Teilnahmebedingungen"),
}


@require_safe
def text(request: HttpRequest, edition: str, kind: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    legal = text_in_language(found, kind)
    if legal is None and kind not in TITLES:
        raise Http404
    context = {
        "edition": found,
        "title": TITLES[kind],
        "legal": legal,
        "can_write": can_edit_edition(request.user, found),
    }
    return render(request, "website/legal.html", context)


@require_safe
def contact(request: HttpRequest, edition: str) -> HttpResponse:
    return render(request, "website/contact.html", {"edition": edition_or_404(request.user, edition)})
