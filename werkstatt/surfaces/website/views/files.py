"""What browsers, search engines and timetables fetch beside pages."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.programme.queries import (
    photo_of,
    sessions_visible_to,
    speakers_visible_to,
    themes_visible_to,
)
from werkstatt.surfaces.website.linked_data import absolute
from werkstatt.surfaces.website.queries import editions_by_date


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in ("/desk/", "/my/", "/orders/", "/offers/", "/demo/"))]
    body = "\n".join([*rules, f"Sitemap: {settings.BASE_URL}{reverse('website:sitemap')}", ""])
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("look/favicon.svg"))


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def photo(request: HttpRequest, slug: str, sha: str) -> HttpResponse:
    """A speaker's portrait. The address holds the picture's hash, so it may be kept for ever."""
    blob = photo_of(slug=slug, visitor=request.user)
    if blob is None or not blob.sha256.startswith(sha) or len(sha) < 8:
        raise Http404
    return HttpResponse(blob.data, content_type=blob.media_type)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = [(absolute(path), absolute(translate_url(path, "en"))) for path in _public_paths()]
    return render(request, "website/sitemap.xml", {"pages": pages}, content_type="application/xml; charset=utf-8")


def _public_paths() -> Iterator[str]:
    visitor = AnonymousUser()
    yield reverse("website:root")
    for edition in editions_by_date(visitor).prefetch_related("days"):
        for name in ("edition", "themes", "speakers", "contact"):
            yield reverse(f"website:{name}", args=[edition.slug])
        for day in edition.days.all():
            for channel in Channel:
                yield reverse("website:timetable", args=[edition.slug, channel, day.on])
    for edition_slug, code in sessions_visible_to(visitor).values_list("edition__slug", "code"):
        yield reverse("website:session", args=[edition_slug, code])
    for slug in themes_visible_to(visitor).values_list("slug", flat=True).distinct():
        yield reverse("website:theme", args=[slug])
    for slug in speakers_visible_to(visitor).values_list("slug", flat=True):
        yield reverse("website:speaker", args=[slug])
