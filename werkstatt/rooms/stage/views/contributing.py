"""What people give, by plain posts: the same actions that the live service's fast path calls in groups."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count
from werkstatt.rooms.stage import forms, permissions, queries
from werkstatt.rooms.stage.actions import chat, hands, questions, reactions, reports
from werkstatt.rooms.stage.choices import HandState
from werkstatt.rooms.stage.models import Message, Question, Voice
from werkstatt.rooms.stage.permissions import Words
from werkstatt.rooms.stage.views.page import show
from werkstatt.rooms.stage.visits import stage_url, with_voice

View = Callable[..., HttpResponse]
Deed = Callable[..., HttpResponse | None]
PACE = Limit("stage.contribution", 60, timedelta(minutes=1))


def contribution(tab: str) -> Callable[[Deed], View]:
    """A post of a voice that leads back to `tab` of the page, at a human pace."""

    def decorate(view: Deed) -> View:
        @require_POST
        @with_voice
        @wraps(view)
        def opened(request: HttpRequest, voice: Voice, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                count(PACE, who=voice.listener, now=clock.now())
            except TooOften:
                messages.warning(request, _("Das waren viele Beiträge in kurzer Zeit. Bitte warten Sie eine Minute."))
                return redirect(stage_url(voice.stage, tab))
            answer = view(request, voice, *args, **kwargs)
            return answer if answer is not None else redirect(stage_url(voice.stage, tab))

        return opened

    return decorate


@contribution("questions")
def ask(request: HttpRequest, voice: Voice) -> HttpResponse | None:
    if refused(request, permissions.why_not_ask(voice)):
        return None
    form = forms.QuestionForm(request.POST)
    if not form.is_valid():
        return show(request, voice, status=422, question_form=form, view="questions")
    data = form.cleaned_data
    asked = questions.ask_question(
        voice=voice,
        text=data["text"],
        is_anonymous=data["is_anonymous"],
        now=clock.now(),
        once_key=data["once_key"],
    )
    messages.success(request, asked_sentence(asked))
    return None


@contribution("questions")
def support(request: HttpRequest, voice: Voice) -> None:
    question = queries.question_to_touch(voice, request.POST.get("question", ""))
    if question is None:
        raise Http404
    if not refused(request, permissions.why_not_support(voice)):
        questions.press_support([questions.Press(voice, question)], now=clock.now())


@contribution("questions")
def withdraw(request: HttpRequest, voice: Voice) -> None:
    question = queries.own_question(voice, request.POST.get("question", ""))
    if question is None:
        raise Http404
    try:
        questions.withdraw_question(question=question, now=clock.now())
    except questions.QuestionHasMovedOn:
        messages.warning(request, _("Diese Frage ist schon weiter, sie lässt sich nicht mehr zurückziehen."))
    else:
        messages.success(request, _("Ihre Frage ist zurückgezogen."))


@contribution("chat")
def write(request: HttpRequest, voice: Voice) -> HttpResponse | None:
    if refused(request, permissions.why_not_chat(voice)):
        return None
    form = forms.MessageForm(request.POST, auto_id="chat_%s")
    if not form.is_valid():
        return show(request, voice, status=422, message_form=form, view="chat")
    reply_to = queries.message_on(voice.stage, form.cleaned_data["reply"])
    try:
        chat.write_message(voice=voice, text=form.cleaned_data["text"], reply_to=reply_to, now=clock.now())
    except chat.WriteMoreSlowly as slowly:
        form.add_error("text", slowly_sentence(slowly))
        return show(request, voice, status=422, message_form=form, view="chat")
    return None


@contribution("chat")
def edit(request: HttpRequest, voice: Voice, pk: int) -> HttpResponse | None:
    message = queries.own_message(voice, pk)
    if message is None:
        raise Http404
    if refused(request, permissions.why_not_chat(voice)):
        return None
    form = forms.MessageForm(request.POST, auto_id="chat_%s")
    if not form.is_valid():
        return show(request, voice, status=422, message_form=form, editing=message, view="chat")
    chat.edit_message(message=message, text=form.cleaned_data["text"], now=clock.now())
    return None


@contribution("chat")
def delete(request: HttpRequest, voice: Voice) -> None:
    message = queries.own_message(voice, request.POST.get("message", ""))
    if message is None:
        raise Http404
    chat.delete_message(message=message, now=clock.now())


@contribution("hands")
def raise_hand(request: HttpRequest, voice: Voice) -> HttpResponse | None:
    if refused(request, permissions.why_not_raise_hand(voice)):
        return None
    form = forms.HandForm(request.POST, auto_id="hand_%s")
    if not form.is_valid():
        return show(request, voice, status=422, hand_form=form, view="hands")
    hands.raise_hand(voice=voice, about=form.cleaned_data["about"], now=clock.now())
    return None


@contribution("hands")
def lower_hand(request: HttpRequest, voice: Voice) -> None:
    hand = queries.open_hand(voice)
    if hand is not None and hand.state == HandState.RAISED:
        hands.lower_hand(hand=hand, now=clock.now())


@contribution("")
def react(request: HttpRequest, voice: Voice) -> None:
    form = forms.ReactionForm(request.POST)
    if form.is_valid() and not refused(request, permissions.why_not_react(voice)):
        reactions.react([(voice, form.cleaned_data["kind"])], now=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@with_voice
def report(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Ask what is wrong with a question or a message, and tell the moderation."""
    given = request.POST if request.method == "POST" else request.GET
    thing: Question | Message | None = queries.question_to_touch(voice, given.get("question", ""))
    thing = thing or queries.message_on(voice.stage, given.get("message", ""))
    if thing is None:
        raise Http404
    form = forms.ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and not refused(request, permissions.why_not_contribute(voice)):
        reports.report(voice=voice, thing=thing, reason=form.cleaned_data["reason"], now=clock.now())
        messages.success(request, _("Danke für den Hinweis. Die Moderation sieht ihn jetzt."))
        return redirect(stage_url(voice.stage, "questions" if isinstance(thing, Question) else "chat"))
    session = voice.stage.session
    kind = "question" if isinstance(thing, Question) else "message"
    context = {"form": form, "thing": thing, "kind": kind, "voice": voice, "stage": voice.stage}
    return render(request, "stage/report.html", context | {"session": session, "edition": session.edition})


def refused(request: HttpRequest, reason: Words) -> bool:
    if reason:
        messages.warning(request, str(reason))
    return bool(reason)


def asked_sentence(question: Question) -> str:
    if question.stage.approves_first:
        return _("Ihre Frage ist da. Sie erscheint, sobald die Moderation sie freigibt.")
    return _("Ihre Frage steht in der Liste.")


def slowly_sentence(slowly: chat.WriteMoreSlowly) -> str:
    return _("Bitte warten Sie noch %(seconds)s Sekunden bis zur nächsten Nachricht.") % {"seconds": slowly.seconds}
