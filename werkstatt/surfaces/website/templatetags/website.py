"""`{% load website %}`: texts in the reader's language (else German, marked as such), and data for search engines."""

import json
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from werkstatt.foundation.events.models import Day, Theme
from werkstatt.foundation.kernel.prose import html
from werkstatt.foundation.look.moments import DAYS, long_day
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.slots import former_slot
from werkstatt.foundation.programme.wording import said
from werkstatt.surfaces.website.hyphens import softened

register = template.Library()
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def narrow_text(thing: Session | Theme, name: str = "title") -> SafeString | str:
    """The same for narrow columns: long words carry soft hyphens, in the places their language knows."""
    words, language = said(thing, name)
    soft = softened(words, language)
    if words and language != (get_language() or "de"):
        return format_html('<span lang="{}">{}</span>', language, soft)
    return soft


@register.simple_tag
def long_text(thing: Any, name: str) -> SafeString:
    """`{% long_text session "abstract" %}`: paragraphs; empty when there is nothing to say."""
    words, language = said(thing, name)
    if not words.strip():
        return mark_safe("")
    mark = "" if language == (get_language() or "de") else format_html(' lang="{}"', language)
    return format_html('<div class="prose"{}>{}</div>', mark, html(words))


@register.filter
def former(session: Session) -> Any:
    """Where the session stood before it was moved, or None."""
    return former_slot(session.moved_from)


@register.filter
def initials(speaker: Speaker) -> str:
    words = [word for word in speaker.name.split() if word[:1].isalpha() and not word.endswith(".")] or [speaker.name]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@register.filter
def lines(content: str) -> list[str]:
    return [line.strip() for line in content.splitlines() if line.strip()]


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """schema.org as a data block: no script, so the content security policy has nothing to forbid."""
    body = json.dumps(data, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="application/ld+json">{body}</script>')  # noqa: S308  (escaped above)


@register.filter
def last_on(days: list[Day]) -> date | None:
    """`{% days home.days.0.on home.days|last_on %}`"""
    return list(days)[-1].on if days else None


@register.filter
def weekday(on: date) -> str:
    """`Mo.`"""
    return DAYS[(get_language() or "de")[:2]][on.weekday()]


@register.filter
def day_month(on: date) -> str:
    """`2. Mai`"""
    return long_day(on, get_language() or "de").split(", ", 1)[1]
