"""The page of those who take part, and the door for everybody else."""

import secrets
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.rooms.stage import forms, permissions, poll_queries, queries, record_queries
from werkstatt.rooms.stage.actions import voices
from werkstatt.rooms.stage.choices import Asking, Reaction
from werkstatt.rooms.stage.models import Stage, Voice
from werkstatt.rooms.stage.visits import arrive, is_calm, set_calm, stage_or_404, stage_url, with_voice
from werkstatt.services.live.tickets import stream_for

VIEWS = ("questions", "poll", "chat", "hands")
REACTION_ICONS = {
    Reaction.APPLAUSE: "applause",
    Reaction.HEART: "heart",
    Reaction.IDEA: "idea",
    Reaction.LAUGH: "laugh",
    Reaction.UNCLEAR: "unclear",
}


@require_safe
@never_cache
def stage(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    found = stage_or_404(request, edition, code)
    voice = arrive(request, found, now=clock.now())
    if voice is None:
        return _door(request, found)
    return show(request, voice)


def show(request: HttpRequest, voice: Voice, *, status: int = 200, **changed: Any) -> HttpResponse:
    """The page as this voice sees it now; `changed` holds forms with what was typed and why it did not do."""
    topics = [voice.stage.topic, voice.listener]
    stream = stream_for(request, topics, listener=voice.listener, channel=voice.channel)
    voice = queries.voices_with_stage().get(pk=voice.pk)
    context = _parts(request, voice) | _forms(request, voice) | changed
    mine = queries.mine(voice, context["questions"], context["messages_shown"])
    mine |= {f"voted-{poll}" for poll in context["ballots"]}
    context |= {"mine": mine, "stream": replace(stream, mine=frozenset(mine))}
    return render(request, "stage/stage.html", context, status=status)


@require_POST
@with_voice
def calm(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Without motion and reactions, until told otherwise."""
    set_calm(request, calm=request.POST.get("calm") == "1")
    return redirect(stage_url(voice.stage))


@require_POST
@with_voice
def presence(request: HttpRequest, voice: Voice) -> HttpResponse:
    is_listed = request.POST.get("listed") == "1"
    voices.show_presence(voice=voice, is_listed=is_listed)
    text = _("Ihr Name steht jetzt in der Liste.") if is_listed else _("Ihr Name steht nicht mehr in der Liste.")
    messages.success(request, text)
    return redirect(stage_url(voice.stage))


def _door(request: HttpRequest, found: Stage) -> HttpResponse:
    """Why one does not get in, and the ways that lead in."""
    session = found.session
    context = {
        "stage": found,
        "session": session,
        "edition": session.edition,
        "form": forms.CodeForm(),
        "is_signed_in": request.user.is_authenticated,
        "can_moderate": permissions.can_moderate(request.user, found),
    }
    return render(request, "stage/door.html", context)


def _parts(request: HttpRequest, voice: Voice) -> dict[str, Any]:
    found = voice.stage
    session = found.session
    before = request.GET.get("before", "")
    ballots = poll_queries.ballots_of(voice)
    return {
        "now": clock.now(),
        "stage": found,
        "session": session,
        "edition": session.edition,
        "voice": voice,
        "questions": queries.questions_for(voice),
        "messages_shown": queries.messages_of(found, before=whole_number(before)),
        "messages_at_once": queries.MESSAGES_AT_ONCE,
        "ballots": ballots,
        "shown": poll_queries.poll_on_stage(found, ballots),
        "speaking": queries.speaking_list(found),
        "hand": queries.open_hand(voice),
        "present": queries.present_names(found),
        "materials": record_queries.materials_of(found),
        "following": queries.next_session(session, voice.channel),
        "shows_video": session.online_room is not None and (voice.channel == "online" or "video" in request.GET),
        "video_name": voice.person or voice.pseudonym,
        "view": request.GET["view"] if request.GET.get("view") in VIEWS else "",
        "is_calm": is_calm(request),
        "can_moderate": permissions.can_moderate(request.user, found),
        "reactions": [(kind, REACTION_ICONS[kind]) for kind in Reaction],
    }


def _forms(request: HttpRequest, voice: Voice) -> dict[str, Any]:
    asking = voice.stage.asking
    reply = queries.message_on(voice.stage, request.GET.get("reply", ""))
    edit = queries.own_message(voice, request.GET.get("edit", ""))
    return {
        "question_form": forms.QuestionForm(initial={"once_key": secrets.token_hex(8)}),
        "message_form": forms.MessageForm(
            initial={"reply": reply.pk if reply else "", "text": edit.text if edit else ""}, auto_id="chat_%s"
        ),
        "hand_form": forms.HandForm(auto_id="hand_%s"),
        "replying_to": reply,
        "editing": edit,
        "chooses_name": asking == Asking.BOTH,
        "is_always_anonymous": asking == Asking.ANONYMOUS,
        "why_not_ask": permissions.why_not_ask(voice),
        "why_not_chat": permissions.why_not_chat(voice),
        "why_not_react": permissions.why_not_react(voice),
        "why_not_raise_hand": permissions.why_not_raise_hand(voice),
    }
