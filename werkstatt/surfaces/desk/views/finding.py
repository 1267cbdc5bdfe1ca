"""Search over everything, and the log."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries import finding
from werkstatt.surfaces.desk.queries.story import Told, log_of
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.words import sentence


@at_desk(Area.OVERVIEW)
def find(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A whole page, or for the palette only the list."""
    text = request.GET.get("q", "").replace("\x00", "")
    template = "desk/_found.html" if request.headers.get("HX-Request") else "desk/find.html"
    return render(request, template, {"found": finding.find(desk, text), "text": text[:100]})


@at_desk(Area.SETTINGS)
def log(request: HttpRequest, desk: Desk) -> HttpResponse:
    pages = Paginator(log_of(desk.edition), 100)
    page = pages.get_page(request.GET.get("page"))
    page.shown = list(pages.get_elided_page_range(page.number))  # type: ignore[attr-defined]
    told = [Told(entry.at, sentence(entry)) for entry in page.object_list]
    return render(request, "desk/log.html", {"log": told, "page": page, "title": _("Protokoll")})
