"""Who comes to a stage's page: a signed-in person by her booking, or a guest whom this browser remembers."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import sessions_visible_to
from werkstatt.rooms.stage import queries
from werkstatt.rooms.stage.actions import voices
from werkstatt.rooms.stage.models import Stage, Voice
from werkstatt.rooms.stage.permissions import channel_for

View = Callable[..., HttpResponse]
GUESTS = "stage_guests"  # in the session: {stage's key: voice's key}
CALM = "stage_calm"


def stage_or_404(request: HttpRequest, edition: str, code: str) -> Stage:
    stage = queries.stages_visible_to(request.user).filter(session__edition__slug=edition, session__code=code).first()
    if stage is None:
        raise Http404
    return stage


def session_or_404(request: HttpRequest, edition: str, code: str) -> Session:
    """A session the visitor may see, whether it has a stage or not."""
    session = sessions_visible_to(request.user).filter(edition__slug=edition, code=code).first()
    if session is None:
        raise Http404
    return session


def stage_url(stage: Stage, view: str = "") -> str:
    address = reverse("stage:stage", args=[stage.session.edition.slug, stage.session.code])
    return f"{address}?view={view}" if view else address


def voice_here(request: HttpRequest, stage: Stage) -> Voice | None:
    """The voice this browser speaks with on this stage, if it has one."""
    if isinstance(request.user, Person) and (own := queries.voice_of(request.user, stage)) is not None:
        return own
    return queries.guest_voice(request.session.get(GUESTS, {}).get(str(stage.pk)), stage)


def arrive(request: HttpRequest, stage: Stage, *, now: datetime) -> Voice | None:
    """The voice of whoever opens the page: registered people get theirs at once, everybody else needs the code."""
    if isinstance(request.user, Person) and (channel := channel_for(request.user, stage.session)):
        voices.join_stage(stage=stage, person=request.user, channel=channel, now=now)
    return voice_here(request, stage)


def remember_guest(request: HttpRequest, voice: Voice) -> None:
    request.session[GUESTS] = {**request.session.get(GUESTS, {}), str(voice.stage_id): voice.pk}


def is_calm(request: HttpRequest) -> bool:
    return bool(request.session.get(CALM))


def set_calm(request: HttpRequest, *, calm: bool) -> None:
    request.session[CALM] = calm


def with_voice(view: View) -> View:
    """Give the view the voice of this browser; without one it leads to the stage's door."""

    @wraps(view)
    def opened(request: HttpRequest, edition: str, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = stage_or_404(request, edition, code)
        voice = voice_here(request, stage)
        if voice is None:
            return redirect(stage_url(stage))
        voice.stage = stage
        return view(request, voice, *args, **kwargs)

    return opened
