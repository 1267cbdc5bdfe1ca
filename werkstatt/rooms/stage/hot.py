"""The fast path of what people do most: the live service hands over all commands of at most ten milliseconds at once.

The same forms, permissions and actions as the plain posts in `views/contributing.py`. Stages are worked through in the
order of their keys, so that two groups never wait for each other; one command's refusal leaves the others alone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.rooms.stage import forms, permissions, queries
from werkstatt.rooms.stage.actions import chat, hands, questions, reactions
from werkstatt.rooms.stage.choices import HandState
from werkstatt.rooms.stage.models import Voice
from werkstatt.services.live.hot import Command, Reply, hot_command

GONE = _("Das gibt es hier nicht mehr. Bitte laden Sie die Seite neu.")
Deed = Callable[[Voice, Command, datetime], Reply]


class Refused(Exception):
    """The reason is a sentence for the person."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@hot_command("stage.support", per_minute=60)
def support(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    """All presses in one transaction and a few queries."""
    voices = queries.voices_speaking_as(command.listener for command in commands)
    seen = queries.questions_to_touch(
        (voices[command.listener], command.data.get("question")) for command in commands if command.listener in voices
    )
    presses: dict[int, questions.Press] = {}
    replies = [Reply(error=GONE)] * len(commands)
    for place, command in enumerate(commands):
        voice = voices.get(command.listener)
        question = seen.get((command.listener, str(command.data.get("question"))))
        if voice is None or question is None:
            continue
        if reason := permissions.why_not_support(voice):
            replies[place] = Reply(error=reason)
        else:
            presses[place] = questions.Press(voice, question)
    holds = questions.press_support(list(presses.values()), now=now)
    for (place, press), is_held in zip(presses.items(), holds, strict=True):
        replies[place] = Reply(mine={f"support-{press.question.pk}": is_held})
    return replies


@hot_command("stage.react", per_minute=90)
def react(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    voices = queries.voices_speaking_as(command.listener for command in commands)
    signs: list[tuple[Voice, str]] = []
    replies: list[Reply] = []
    for command in commands:
        voice, form = voices.get(command.listener), forms.ReactionForm(command.data)
        if voice is None or not form.is_valid():
            replies.append(Reply(error=GONE))
        elif reason := permissions.why_not_react(voice):
            replies.append(Reply(error=reason))
        else:
            signs.append((voice, form.cleaned_data["kind"]))
            replies.append(Reply())
    if signs:
        reactions.react(signs, now=now)
    return replies


@hot_command("stage.ask", per_minute=10)
def ask(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _ask, now=now)


@hot_command("stage.withdraw", per_minute=20)
def withdraw(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _withdraw, now=now)


@hot_command("stage.chat", per_minute=20)
def write(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _write, now=now)


@hot_command("stage.delete", per_minute=20)
def delete(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _delete, now=now)


@hot_command("stage.hand", per_minute=20)
def raise_hand(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _raise_hand, now=now)


@hot_command("stage.lower", per_minute=20)
def lower_hand(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    return _each(commands, _lower_hand, now=now)


def _each(commands: Sequence[Command], deed: Deed, *, now: datetime) -> Sequence[Reply]:
    """One after another, stage by stage; the answers in the order of the commands."""
    voices = queries.voices_speaking_as(command.listener for command in commands)
    replies = [Reply(error=GONE)] * len(commands)
    known = [place for place, command in enumerate(commands) if command.listener in voices]
    for place in sorted(known, key=lambda each: (voices[commands[each].listener].stage_id, each)):
        command = commands[place]
        try:
            with translation.override(command.language):
                replies[place] = deed(voices[command.listener], command, now)
        except Refused as refusal:
            replies[place] = Reply(error=refusal.reason)
    return replies


def _ask(voice: Voice, command: Command, now: datetime) -> Reply:
    _allow(permissions.why_not_ask(voice))
    data = _clean(forms.QuestionForm(command.data))
    asked = questions.ask_question(voice=voice, text=data["text"], is_anonymous=data["is_anonymous"], now=now)
    waits = voice.stage.approves_first
    said = _("Ihre Frage ist da und wartet auf Freigabe.") if waits else _("Ihre Frage steht in der Liste.")
    return Reply(mine={f"own-q{asked.pk}": True}, say=said)


def _withdraw(voice: Voice, command: Command, now: datetime) -> Reply:
    question = queries.own_question(voice, command.data.get("question"))
    _allow("" if question is not None else GONE)
    assert question is not None
    try:
        questions.withdraw_question(question=question, now=now)
    except questions.QuestionHasMovedOn as error:
        raise Refused(_("Diese Frage ist schon weiter, sie lässt sich nicht mehr zurückziehen.")) from error
    return Reply(say=_("Ihre Frage ist zurückgezogen."))


def _write(voice: Voice, command: Command, now: datetime) -> Reply:
    _allow(permissions.why_not_chat(voice))
    data = _clean(forms.MessageForm(command.data))
    reply_to = queries.message_on(voice.stage, data["reply"]) if data["reply"] else None
    try:
        message = chat.write_message(voice=voice, text=data["text"], reply_to=reply_to, now=now)
    except chat.WriteMoreSlowly as slowly:
        sentence = _("Bitte warten Sie noch %(seconds)s Sekunden bis zur nächsten Nachricht.")
        raise Refused(sentence % {"seconds": slowly.seconds}) from slowly
    return Reply(mine={f"own-m{message.pk}": True})


def _delete(voice: Voice, command: Command, now: datetime) -> Reply:
    message = queries.own_message(voice, command.data.get("message"))
    if message is not None:
        chat.delete_message(message=message, now=now)
    return Reply()


def _raise_hand(voice: Voice, command: Command, now: datetime) -> Reply:
    _allow(permissions.why_not_raise_hand(voice))
    data = _clean(forms.HandForm(command.data))
    hands.raise_hand(voice=voice, about=data["about"], now=now)
    return Reply(say=_("Sie stehen auf der Redeliste."))


def _lower_hand(voice: Voice, command: Command, now: datetime) -> Reply:
    hand = queries.open_hand(voice)
    if hand is not None and hand.state == HandState.RAISED:
        hands.lower_hand(hand=hand, now=now)
    return Reply(say=_("Ihre Meldung ist zurückgezogen."))


def _allow(reason: str | Promise) -> None:
    if reason:
        raise Refused(reason)


def _clean(form: Form) -> dict[str, Any]:
    """What the form made of it. Raises Refused with its first sentence."""
    if not form.is_valid():
        raise Refused(next(str(errors[0]) for errors in form.errors.values()))
    return form.cleaned_data
