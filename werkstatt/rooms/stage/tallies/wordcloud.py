"""Word clouds: what people wrote, spellings merged, words without meaning left out, the frequent ones large.

`Bürger-Beteiligung`, `buergerbeteiligung` and ` Bürgerbeteiligung! ` are one word; the most frequent spelling is shown.
The stop list holds German and English function words; a word a moderator hides or merges goes by its key.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

LONGEST = 40  # letters; more is a sentence, not a word
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})
SIZES = 6
SCRIPTS = re.compile(r"[^\w]+|_")


@dataclass(frozen=True)
class Word:
    """`key` names it for moderators, `text` is how it is shown, `votes` how many people wrote it."""

    key: str
    text: str
    votes: int


def key_of(text: str) -> str:
    """What two spellings of one word have in common; empty when there is no letter or digit in it."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", folded)
    return SCRIPTS.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))[:LONGEST]


def cloud(
    ballots: Iterable[Sequence[str]],
    *,
    merged: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
    most: int = 60,
) -> list[Word]:
    """The words of all ballots, most frequent first, then by key. A ballot counts a word once.

    `merged` leads from the key of a word to the key it belongs to; `hidden` are keys nobody shall see.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    votes: Counter[str] = Counter()
    into = merged or {}
    for ballot in ballots:
        keyed = [(key, text) for text in ballot if (key := key_of(text)) and not is_stop_word(key)]
        votes.update({_target(key, into) for key, _text in keyed})
        for key, text in dict(keyed).items():
            spellings[key][" ".join(text.split())[:LONGEST]] += 1
    out = set(hidden)
    words = [Word(key, _shown(spellings[key], key), number) for key, number in votes.items() if key not in out]
    return sorted(words, key=lambda word: (-word.votes, word.key))[:most]


def sizes(words: Sequence[Word]) -> list[int]:
    """How large to draw each, 1 to 6: by the root of its votes, so that twice as often looks twice as big an area."""
    most = max((word.votes for word in words), default=1)
    return [max(1, round(SIZES * sqrt(word.votes / most))) for word in words]


@cache
def stop_words() -> frozenset[str]:
    files = (Path(__file__).parent / f"stop_words.{language}.txt" for language in ("de", "en"))
    return frozenset(key_of(word) for file in files for word in file.read_text("utf-8").split())


def is_stop_word(key: str) -> bool:
    return key in stop_words()


def _target(key: str, merged: Mapping[str, str]) -> str:
    """Follow merges to their end; a ring ends where it began to repeat."""
    seen = {key}
    while (further := merged.get(key)) and further not in seen:
        seen.add(further)
        key = further
    return key


def _shown(spellings: Counter[str], key: str) -> str:
    return min(spellings, key=lambda text: (-spellings[text], text), default=key)
