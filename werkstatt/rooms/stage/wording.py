"""What people write on a stage, made harmless: plain text of a sensible length, without tricks of Unicode.

`kernel.normalise` takes away control, direction and zero-width characters. Here letters stacked with dozens of marks are
thinned, long runs of one sign are cut, and lengths are counted in what a reader sees.
"""

import re
import unicodedata

from werkstatt.foundation.kernel.normalise import clean_line

QUESTION_LENGTH = 500
MESSAGE_LENGTH = 1000
NAME_LENGTH = 40
ABOUT_LENGTH = 120
MOST_MARKS = 3  # combining marks on one letter; no living script stacks more
LONGEST_RUN = 12
JOINERS = "\u200c\u200d"
_run = re.compile(rf"(\S)\1{{{LONGEST_RUN},}}")
_emoji_run = re.compile("([\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*){7,}")
_name_letter = re.compile(r"[^\W_]")


class TextIsEmpty(Exception):
    """Nothing readable is left."""


class TextIsTooLong(Exception):
    """More than `most` signs."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} signs")
        self.most = most


class NameIsUnreadable(Exception):
    """A name needs at least two letters or digits."""


def line(text: str, *, most: int) -> str:
    """One plain line. Raises TextIsEmpty, TextIsTooLong."""
    cleaned = _tidy(text[: 20 * most])
    if not cleaned:
        raise TextIsEmpty
    if len(cleaned) > most:
        raise TextIsTooLong(most)
    return cleaned


def name(text: str) -> str:
    """A pseudonym others can read and call. Raises TextIsEmpty, TextIsTooLong, NameIsUnreadable."""
    cleaned = line(text.replace("@", " "), most=NAME_LENGTH)
    if len(_name_letter.findall(cleaned)) < 2:
        raise NameIsUnreadable
    return cleaned


def _tidy(text: str) -> str:
    text = clean_line(_thin(text))
    text = _run.sub(lambda run: run.group(1) * 3, text)
    text = _emoji_run.sub(lambda run: run.group(0)[:6].rstrip(JOINERS), text)
    visible = text.strip(JOINERS + " ")
    return visible if any(not _is_blank(letter) for letter in visible) else ""


def _thin(text: str) -> str:
    """At most `MOST_MARKS` combining marks after a letter, and no joiner that joins nothing."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        is_mark = unicodedata.combining(letter) != 0 or unicodedata.category(letter) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        if marks > MOST_MARKS or (letter in JOINERS and kept and kept[-1] in JOINERS):
            continue
        kept.append(letter)
    return "".join(kept)


def _is_blank(letter: str) -> bool:
    return (
        letter.isspace()
        or letter in JOINERS
        or unicodedata.category(letter) in {"Mn", "Me", "Zs"}
        or letter in "\u3164\u2800\u115f\u1160\uffa0"
    )
