"""Entering a video room, agreeing to what another host would learn, and LiveKit's messages."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from werkstatt.foundation.kernel import clock, ratelimit
from werkstatt.services.media import actions, consent
from werkstatt.services.media.choices import Kind
from werkstatt.services.media.providers.provider import VideoIsAway
from werkstatt.services.media.queries import source_by_key
from werkstatt.services.media.scene import Scene, scene_of
from werkstatt.services.media.tickets import TicketIsInvalid, read_ticket

ENTRIES = ratelimit.Limit("video", times=20, per=timedelta(minutes=10))


@require_POST
@never_cache
def entry(request: HttpRequest) -> HttpResponse:
    """Let somebody in: as a part of her page when it asks for one, else as a page of its own."""
    try:
        key, guest = read_ticket(request.POST.get("ticket", ""), request)
    except TicketIsInvalid:
        return _refused(
            request, _("Diese Seite ist zu alt. Bitte laden Sie sie neu und betreten Sie den Raum noch einmal.")
        )
    source = source_by_key(key)
    if source is None:
        raise Http404
    scene = scene_of(source, guest, request, next_url=_next(request))
    if source.kind == Kind.EMBED:
        consent.agree(request, scene.host)
    try:
        ratelimit.count(ENTRIES, who=guest.key, now=clock.now())  # not by address: a town hall has one
        scene = scene.with_entry(actions.let_in(source=source, guest=guest, now=clock.now()))
    except VideoIsAway as away:
        scene = scene.with_problem(away.words)
    except ratelimit.TooOften:
        scene = scene.with_problem(_("Das waren viele Versuche. Bitte warten Sie ein paar Minuten."))
    return _shown(request, scene)


@require_POST
def withdrawal(request: HttpRequest) -> HttpResponse:
    """Nothing more is loaded from this host before one agrees again."""
    consent.withdraw(request, request.POST.get("host", ""))
    return redirect(f"{_next(request)}#video")


def _shown(request: HttpRequest, scene: Scene) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "media/video.html", {"scene": scene})
    if scene.source.kind == Kind.EMBED and not scene.problem:
        return redirect(f"{scene.next_url}#video")
    context = {"scene": scene, "edition": scene.source.room.edition}
    return render(request, "media/page.html", context, status=503 if scene.problem else 200)


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "media/_refused.html", {"words": words})
    return render(request, "media/page.html", {"words": words, "next_url": _next(request)}, status=403)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
