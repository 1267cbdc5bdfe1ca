"""Names and texts: cleaned, sorted the German way, and found by the beginnings of their words.

Sorting follows DIN 5007-1 (dictionaries): ä as a, ö as o, ü as u, ß as ss. Everything works on any PostgreSQL, because
keys and tokens are stored columns compared as plain text; no ICU, no extension.
"""

import re
import unicodedata

LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "\u0131": "i"}
)
SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}
MOST_DIGITS = 15  # more than any key of ours has, less than a database's or a browser's numbers hold
WORDS = re.compile(r"[a-z0-9]+")
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format (with bidi overrides), surrogates, private, unassigned
JOINERS = {"\u200c", "\u200d"}  # needed inside emoji and in some scripts


def clean_line(text: str) -> str:
    """One line as a person meant it: no control or direction-changing characters, single spaces, NFC."""
    return " ".join(_visible(text, keep="").split())


def clean_text(text: str) -> str:
    """Several lines, cleaned alike; line breaks stay, never more than one empty line."""
    lines = [" ".join(line.split()) for line in _visible(text, keep="\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def whole_number(given: object) -> int | None:
    """The key, position or count that a form or an address names; None for what cannot be one, however many digits it has."""
    text = str(given)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def sort_key(text: str) -> str:
    """Where a German reader looks for it (DIN 5007-1). Ascii only, so byte order is reading order."""
    folded = _fold(text)
    return " ".join(WORDS.findall(folded)) or " ".join(folded.split())


def name_tokens(text: str) -> list[str]:
    """The words of a name for prefix search, with both spellings of umlauts: Müller is found by mul and by muel."""
    plain = WORDS.findall(_fold(text))
    spelled = WORDS.findall(_fold("".join(SPELLED_OUT.get(letter, letter) for letter in _composed(text))))
    return sorted({*plain, *spelled})


def search_column(*texts: str) -> str:
    """The stored text that `search_words` are looked up in: every token after a space."""
    return "".join(f" {token}" for token in sorted({token for text in texts for token in name_tokens(text)}))


def search_words(query: str) -> list[str]:
    """What to look for in `search_column`: each with a space before it (`column__contains=word`), all must be there."""
    return [f" {word}" for word in WORDS.findall(_fold(query))]


def _visible(text: str, *, keep: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    others = set(text) - JOINERS - set(keep)  # a text has few different letters: each is looked at once
    hidden = {ord(letter): _instead(letter) for letter in others if unicodedata.category(letter) in INVISIBLE}
    return unicodedata.normalize("NFC", text.translate(hidden))


def _instead(letter: str) -> str:
    return " " if letter in "\n\v\f\x1c\x1d\x1e\x85" else ""


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _composed(text).translate(LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower().translate(LETTERS)
