"""What our fonts can set. PDF/A refuses a text with a sign that has no shape, so what people wrote is fitted first.

Signs without a shape are pictures (emoji: left out) or letters of scripts we have no font for (a run becomes `[…]`).
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent / "fonts" / "FiraSans-Regular.ttf"
ALIKE = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u202f": "\u00a0", "\u2009": " ", "\u2003": " ", "\u25cf": "\u2022"}
)
UNKNOWN = "[…]"


def printable(value: Any) -> Any:
    """The same facts with every text as our fonts can set it; dictionaries and lists all through."""
    match value:
        case str():
            return _fitted(value)
        case dict():
            return {key: printable(each) for key, each in value.items()}
        case list() | tuple():
            return [printable(each) for each in value]
    return value


def _fitted(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(ALIKE)
    known = glyphs()
    if all(letter in known for letter in text):
        return text
    kept: list[str] = []
    for letter in text:
        if letter in known:
            kept.append(letter)
        elif unicodedata.category(letter)[0] in "LN" and kept[-1:] != [UNKNOWN]:
            kept.append(UNKNOWN)
    return "".join(kept).strip(" ")


@cache
def glyphs() -> frozenset[str]:
    """Every sign the font has a shape for, and the line break. Read from its table `cmap`, format 4."""
    data = FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    places = [start + struct.unpack_from(">HHL", data, start + 4 + 8 * n)[2] for n in range(count)]
    found = {
        letter for place in places if struct.unpack_from(">H", data, place)[0] == 4 for letter in _segments(data, place)
    }
    return frozenset({chr(letter) for letter in found} | {"\n"})


def _segments(data: bytes, place: int) -> set[int]:
    """The characters of a format 4 subtable (OpenType specification, `cmap`)."""
    size = struct.unpack_from(">H", data, place + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", data, place + 14)
    starts = struct.unpack_from(f">{size // 2}H", data, place + 16 + size)
    return {letter for first, last in zip(starts, ends, strict=True) for letter in range(first, last + 1)} - {0xFFFF}
