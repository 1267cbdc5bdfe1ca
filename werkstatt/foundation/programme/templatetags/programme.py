"""`{% load programme %}`: texts in the reader's language (else German, marked as such)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from werkstatt.foundation.programme.wording import said

register = template.Library()


@register.simple_tag
def text(thing: Any, name: str = "title") -> SafeString | str:
    """`{% text session %}`, `{% text theme "about" %}`: plain, in a span with its language if that is another."""
    words, language = said(thing, name)
    if words and language != (get_language() or "de"):
        return format_html('<span lang="{}">{}</span>', language, words)
    return words


@register.simple_tag
def bare_text(thing: Any, name: str = "title") -> str:
    """The same without markup, for titles of pages and attributes."""
    return said(thing, name)[0]
