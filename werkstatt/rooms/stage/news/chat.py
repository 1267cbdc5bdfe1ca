"""What everybody learns of the chat, and whoever is mentioned."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from werkstatt.rooms.stage.models import Message, Stage, Voice
from werkstatt.rooms.stage.news import desk
from werkstatt.services.live import fragments
from werkstatt.services.live.words import in_each_language


def message_changed(message: Message, *, now: datetime) -> None:
    """Show it, or the place where it stood."""
    fragments.put(
        message.stage.topic,
        id=f"m{message.pk}",
        into="messages",
        order=message_order(message),
        template="stage/chat/_message.html",
        context={"message": message, "stage": message.stage},
        key=f"m{message.pk}",
        now=now,
    )
    desk.message_changed(message, now=now)


def mentioned(voices: Iterable[Voice], *, by: Voice, now: datetime) -> None:
    """Tell those whose names stand in a message, each alone."""
    text = in_each_language(lambda: _("%(name)s spricht Sie im Chat an.") % {"name": by.name})
    for voice in sorted(voices, key=lambda each: each.listener):
        if voice.pk != by.pk:
            fragments.say(voice.listener, text=text, now=now)


def note_changed(stage: Stage, *, now: datetime) -> None:
    """The note the moderation pinned above the chat, or its removal."""
    fragments.put(
        stage.topic,
        id="pinned-note",
        into="chat-head",
        order="1",
        template="stage/chat/_note.html",
        context={"stage": stage},
        key="pinned-note",
        now=now,
    )


def message_order(message: Message) -> str:
    return f"{message.pk:012}"
