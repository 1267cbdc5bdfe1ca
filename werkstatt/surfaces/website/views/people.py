from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from werkstatt.foundation.programme.queries import CAST, sessions_visible_to, speakers_in, speakers_visible_to
from werkstatt.surfaces.website.queries import edition_at_home, edition_or_404


@require_safe
def speakers(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    return render(request, "website/speakers.html", {"edition": found, "speakers": speakers_in(found)})


@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    found = speakers_visible_to(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    sessions = list(
        sessions_visible_to(request.user)
        .filter(speaker_links__speaker=found)
        .select_related("edition")
        .prefetch_related(CAST)
        .order_by("starts_at")
    )
    editions = list(dict.fromkeys(session.edition for session in reversed(sessions)))
    sessions.sort(key=lambda session: editions.index(session.edition))  # the newest edition first, each in its order
    here = edition_at_home(request.user)
    context = {
        "speaker": found,
        "sessions": sessions,
        "edition": here if here in editions else next(iter(editions), None),
        "foot_edition": here,
    }
    return render(request, "website/speaker.html", context)
