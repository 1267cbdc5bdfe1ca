"""The moderation's page: one screen in parts, each of which can be fetched alone (decision 0090)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage import desk_forms, moderation_queries, queries
from werkstatt.rooms.stage.choices import HallView
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.permissions import can_moderate
from werkstatt.rooms.stage.refusals import sentence
from werkstatt.rooms.stage.visits import stage_or_404
from werkstatt.services.live.tickets import stream_for

View = Callable[..., HttpResponse]
PARTS = ("lead", "questions", "polls", "hands", "chat", "reports", "voice")


def moderated(view: View) -> View:
    """The view gets a stage that this person may moderate; strangers sign in first, all others find nothing (404)."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, edition: str, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        stage = stage_or_404(request, edition, code)
        if not can_moderate(request.user, stage):
            raise Http404
        with timezone.override(stage.session.edition.zone):
            return view(request, stage, *args, **kwargs)

    return guarded


@require_safe
@moderated
def page(request: HttpRequest, stage: Stage) -> HttpResponse:
    stream = stream_for(request, [stage.moderation_topic], listener=f"person:{request.user.pk}")
    stage = queries.as_it_stands(stage)
    context = {"stream": stream, "now": clock.now(), "parts": PARTS}
    for part in PARTS:
        context |= part_context(stage, part)
    return render(request, "stage/desk/page.html", about(stage) | context)


@require_safe
@moderated
def part(request: HttpRequest, stage: Stage, name: str) -> HttpResponse:
    if name not in PARTS:
        raise Http404
    return show_part(request, stage, name)


def show_part(request: HttpRequest, stage: Stage, name: str, **more: Any) -> HttpResponse:
    context = about(stage) | part_context(stage, name) | more
    return render(request, f"stage/desk/_{name}.html", context)


def done(request: HttpRequest, stage: Stage, name: str, *, problem: Exception | None = None) -> HttpResponse:
    """After an act: the part as it stands now, and why nothing happened if so; without script the whole page."""
    refusal = str(sentence(problem)) if problem else ""
    if request.headers.get("X-Desk-Part"):
        fresh = queries.stages_visible_to(request.user).get(pk=stage.pk)
        return show_part(request, fresh, name, refusal=refusal)
    if refusal:
        messages.warning(request, refusal)
    return redirect(f"{desk_url(stage)}#desk-{name}")


def desk_url(stage: Stage) -> str:
    return reverse("stage:moderation", args=[stage.session.edition.slug, stage.session.code])


def about(stage: Stage) -> dict[str, Any]:
    return {"stage": stage, "session": stage.session, "edition": stage.session.edition}


def part_context(stage: Stage, name: str) -> dict[str, Any]:
    return _CONTEXTS[name](stage)


def _lead(stage: Stage) -> dict[str, Any]:
    return {
        "hall_views": list(_hall_views().items()),
        "timer_form": desk_forms.TimerForm(auto_id="timer_%s"),
        "note_form": desk_forms.NoteForm(initial={"text": stage.pinned_note}, auto_id="note_%s"),
        "link_form": desk_forms.LinkForm(
            initial={"url": stage.shared_link, "title": stage.shared_link_title}, auto_id="link_%s"
        ),
    }


def _hall_views() -> dict[HallView, str]:
    """Short, so that all stand in one row on a tablet."""
    return {
        HallView.WELCOME: _("Begrüßung"),
        HallView.QUESTION: _("Frage"),
        HallView.POLL: _("Umfrage"),
        HallView.SPEAKING: _("Redeliste"),
        HallView.PAUSE: _("Pause"),
    }


def _questions(stage: Stage) -> dict[str, Any]:
    return {"queue": moderation_queries.queue_of(stage)}


def _polls(stage: Stage) -> dict[str, Any]:
    return {"polls": moderation_queries.desk_polls(stage)}


def _hands(stage: Stage) -> dict[str, Any]:
    return {"speaking": queries.speaking_list(stage)}


def _chat(stage: Stage) -> dict[str, Any]:
    return {"chat": moderation_queries.messages_on_desk(stage)}


def _reports(stage: Stage) -> dict[str, Any]:
    return {
        "reports": moderation_queries.open_reports(stage),
        "blocked": moderation_queries.blocked_voices(stage),
        "log": moderation_queries.log_of(stage),
    }


def _voice(stage: Stage) -> dict[str, Any]:
    voice = moderation_queries.equal_voice_of(stage)
    names = {
        "asked": _("Fragen gestellt"),
        "heard": _("Fragen auf der Bühne"),
        "votes": _("Stimmen"),
        "turns": _("Wortbeiträge"),
    }
    return {"equal": voice, "equal_parts": [(names[each.name], each) for each in voice.parts]}


_CONTEXTS: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "lead": _lead,
    "questions": _questions,
    "polls": _polls,
    "hands": _hands,
    "chat": _chat,
    "reports": _reports,
    "voice": _voice,
}
