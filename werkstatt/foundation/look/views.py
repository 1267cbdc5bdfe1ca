from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from werkstatt.foundation.look import showcase, skins


@cache_control(public=True, max_age=31536000, immutable=True)
def skin(_request: HttpRequest, accent: str, action: str, typeface: str) -> HttpResponse:
    found = skins.parse(accent, action, typeface)
    if found is None:
        raise Http404
    return HttpResponse(skins.stylesheet(found), content_type="text/css; charset=utf-8")


def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page; a tool for developers and designers."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "look/style_page.html", showcase.context(request))
