"""Values that differ by language: written once per language, sent to each listener in hers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


class ByLanguage(dict[str, str]):
    """`{"de": "…", "en": "…"}` as a value of a payload: each listener gets hers."""


def in_each_language(make: Callable[[], str]) -> ByLanguage:
    """What `make` returns under each language of the house."""
    found = ByLanguage()
    for language in languages():
        with translation.override(language):
            found[language] = make()
    return found


def languages() -> Iterator[str]:
    return (code for code, _name in settings.LANGUAGES)


def parted(payload: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """A payload as what all share, and what each language has for itself. Lazy translations are spoken here."""
    shared: dict[str, Any] = {}
    own: dict[str, dict[str, str]] = {}
    for name, value in payload.items():
        texts = in_each_language(value.__str__) if isinstance(value, Promise) else value
        if not isinstance(texts, ByLanguage):
            shared[name] = value
            continue
        for language, text in texts.items():
            own.setdefault(language, {})[name] = text
    return shared, own
