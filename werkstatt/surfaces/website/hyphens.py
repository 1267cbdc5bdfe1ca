"""Where a long word may break. Browsers differ in the dictionaries they bring; a narrow column must not depend on it."""

import re
from functools import cache

from pyphen import Pyphen

SOFT_HYPHEN = "\u00ad"
LONG_WORD = re.compile(r"\w{13,}")
DICTIONARIES = {"de": "de_DE", "en": "en_GB"}


@cache
def _dictionary(language: str) -> Pyphen:
    return Pyphen(lang=DICTIONARIES.get(language, "de_DE"), left=4, right=4)


def softened(text: str, language: str) -> str:
    """`text` with soft hyphens inside words of 13 letters and more."""
    return LONG_WORD.sub(lambda found: _dictionary(language).inserted(found[0], SOFT_HYPHEN), text)
