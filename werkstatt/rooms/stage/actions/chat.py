"""Talking to each other beside the stage."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from werkstatt.rooms.stage import mentions, queries, wording
from werkstatt.rooms.stage.models import Message, Voice
from werkstatt.rooms.stage.news import chat as news
from werkstatt.services.live.fragments import owned


class WriteMoreSlowly(Exception):
    """The stage asks for a pause between two messages; `seconds` are left of it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s left")
        self.seconds = seconds


class MessageIsGone(Exception):
    """It was deleted."""


@transaction.atomic
def write_message(*, voice: Voice, text: str, now: datetime, reply_to: Message | None = None) -> Message:
    """A line in the chat. Raises TextIsEmpty, TextIsTooLong, WriteMoreSlowly."""
    text = wording.line(text, most=wording.MESSAGE_LENGTH)
    _keep_pace(voice, now=now)
    message = Message.objects.create(
        stage=voice.stage, voice=voice, channel=voice.channel, text=text, reply_to=reply_to, sent_at=now
    )
    called = queries.voices_named(voice.stage, mentions.names_called(text))
    message.mentions.set(called)
    news.message_changed(message, now=now)
    owned([(voice.listener, f"own-m{message.pk}", True)], now=now)
    news.mentioned(called, by=voice, now=now)
    return message


@transaction.atomic
def edit_message(*, message: Message, text: str, now: datetime) -> Message:
    """New words in the same place; marked as edited. Raises TextIsEmpty, TextIsTooLong, MessageIsGone."""
    text = wording.line(text, most=wording.MESSAGE_LENGTH)
    if not Message.objects.filter(pk=message.pk, deleted_at=None).update(text=text, edited_at=now):
        raise MessageIsGone
    message.text, message.edited_at = text, now
    message.mentions.set(queries.voices_named(message.stage, mentions.names_called(text)))
    _show_again(message, now=now)
    return message


@transaction.atomic
def delete_message(*, message: Message, now: datetime, by_moderation: bool = False) -> None:
    """Empty it; its place in the talk stays. A second time changes nothing."""
    standing = Message.objects.filter(pk=message.pk, deleted_at=None)
    if standing.update(text="", deleted_at=now, is_removed=by_moderation):
        message.refresh_from_db()
        message.mentions.clear()
        _show_again(message, now=now)


def _show_again(message: Message, *, now: datetime) -> None:
    """The message, and the answers that quote it."""
    news.message_changed(message, now=now)
    for answer in message.replies.select_related("voice__person", "reply_to__voice__person", "stage"):
        news.message_changed(answer, now=now)


def _keep_pace(voice: Voice, *, now: datetime) -> None:
    pause = timedelta(seconds=voice.stage.slow_seconds)
    if not pause:
        return
    last = Message.objects.filter(voice=voice).aggregate(at=Max("sent_at"))["at"]
    if last is not None and last + pause > now:
        raise WriteMoreSlowly(max(1, round((last + pause - now).total_seconds())))
