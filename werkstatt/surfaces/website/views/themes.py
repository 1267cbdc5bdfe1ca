from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.models import Edition, Theme
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.queries import sessions_on_theme, themes_visible_to, themes_with_numbers
from werkstatt.surfaces.website.queries import edition_at_home, edition_or_404


@require_safe
def themes(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    return render(request, "website/themes.html", {"edition": found, "themes": themes_with_numbers(found)})


@require_safe
def edition_theme(request: HttpRequest, edition: str, slug: str) -> HttpResponse:
    """The theme seen from one edition; the others follow below."""
    found = edition_or_404(request.user, edition)
    theme = themes_visible_to(request.user).filter(slug=slug, series=found.series_id).first()
    return _page(request, theme, found)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The theme as a place to come back to, across editions."""
    found = themes_visible_to(request.user).filter(slug=slug).order_by("series", "pk").first()
    return _page(request, found, None)


def _page(request: HttpRequest, theme: Theme | None, edition: Edition | None) -> HttpResponse:
    if theme is None:
        raise Http404
    sessions = sessions_on_theme(theme, request.user)
    by_edition = [(here, list(those)) for here, those in groupby(sessions, key=lambda session: session.edition)]
    if edition is not None:
        by_edition.sort(key=lambda pair: pair[0].pk != edition.pk)
    context = {
        "edition": edition,
        "foot_edition": edition or edition_at_home(request.user),
        "theme": theme,
        "by_edition": by_edition,
        "people": _people(sessions),
        "outcomes": [session for session in sessions if session.takeaway and not session.is_cancelled],
    }
    return render(request, "website/theme.html", context)


def _people(sessions: list[Session]) -> list[Speaker]:
    """Everyone who spoke on the theme, in order of names."""
    people = {link.speaker for session in sessions if not session.is_cancelled for link in session.cast}
    return sorted(people, key=lambda speaker: speaker.sort_name)
