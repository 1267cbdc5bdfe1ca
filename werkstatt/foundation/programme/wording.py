"""Sessions and themes in the reader's language."""

from typing import Any

from django.utils.translation import get_language

from werkstatt.foundation.programme.models import Session


def said(thing: Any, name: str = "title") -> tuple[str, str]:
    """A field in the reader's language and the language it is in. A session held in English is titled in English."""
    language = get_language() or "de"
    spoken = thing.language if isinstance(thing, Session) else "de"
    if language == "en" and (english := getattr(thing, f"{name}_en", "")):
        return english, "en"
    return getattr(thing, name), spoken
