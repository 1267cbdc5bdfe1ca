"""`{% load stage %}`: whose a thing is, and names called in the chat."""

from collections.abc import Container

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from werkstatt.rooms.stage import mentions
from werkstatt.rooms.stage.models import Message, Question
from werkstatt.rooms.stage.news import questions

register = template.Library()


def _mine(context: template.Context) -> Container[str]:
    """The keys that are this page's own; a fragment for all has none."""
    found: Container[str] = context.get("mine") or ()
    return found


@register.simple_tag(takes_context=True)
def press_mine(context: template.Context, name: str, pk: int) -> SafeString:
    """`<button {% press_mine "support" question.pk %}>`: pressed if it is mine. Neutral in a live fragment."""
    key = f"{name}-{pk}"
    pressed = "true" if key in _mine(context) else "false"
    return format_html('data-press-mine="{}" aria-pressed="{}"', key, pressed)


@register.simple_tag(takes_context=True)
def if_mine(context: template.Context, name: str, pk: int) -> SafeString:
    """`<div {% if_mine "own-q" question.pk %}>`: shown only to whoever owns it. Neutral in a live fragment."""
    key = f"{name}{pk}"
    return format_html('data-if-mine="{}"{}', key, "" if key in _mine(context) else " hidden")


@register.filter
def with_mentions(message: Message) -> SafeString:
    """The words of a message, those it calls marked."""
    names = [voice.name for voice in message.mentions.all()]
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="mention">{}</span>', text) if is_call else text,)
            for text, is_call in mentions.parts(message.text, names)
        ),
    )


@register.filter
def spelled(code: str) -> str:
    """A code as it is read out: two groups of three."""
    return f"{code[:3]} {code[3:]}"


@register.filter
def answered_order(question: Question) -> str:
    """Sorts the latest answer first, on the first load as in live updates."""
    return questions.answered_order(question)
