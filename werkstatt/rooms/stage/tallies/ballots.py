"""What a person sends and what is kept of it: a ballot by the kind of its poll. No Django."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from werkstatt.rooms.stage.tallies.estimating import LARGEST
from werkstatt.rooms.stage.tallies.wordcloud import LONGEST, key_of

THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


class BallotIsInvalid(Exception):
    """The ballot cannot be counted; the class says why."""


class NothingChosen(BallotIsInvalid):
    """Nothing was chosen, written or ranked."""


class TooManyChosen(BallotIsInvalid):
    """More than `most` were chosen or written."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most}")
        self.most = most


class ChoiceIsUnknown(BallotIsInvalid):
    """An option of another poll, or a step outside of the scale."""


class RankedTwice(BallotIsInvalid):
    """Two options have the same place."""


class NumberIsUnreadable(BallotIsInvalid):
    """It is not a number, or too large for an estimate."""


class WordIsTooLong(BallotIsInvalid):
    """A word of a cloud is a sentence."""


@dataclass(frozen=True)
class BallotRules:
    """What a ballot of a poll may hold: its kind, the keys of its options, how many, up to which step."""

    kind: str
    options: tuple[int, ...] = ()
    most: int = 1
    scale: int = 5


def read_ballot(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    """The value to keep, from the fields of a form. Raises BallotIsInvalid."""
    return _READERS[rules.kind](rules, data)


def _single(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"options": _chosen(rules, data, most=1)}


def _multiple(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    return {"options": sorted(_chosen(rules, data, most=rules.most))}


def _yes_no(_rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    answer = next(iter(_texts(data, "choice")), "")
    if answer not in {"yes", "no"}:
        raise NothingChosen
    return {"yes": answer == "yes"}


def _rating(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    given = next(iter(_texts(data, "choice")), "")
    if not given:
        raise NothingChosen
    step = _whole(given)
    if not 1 <= step <= rules.scale:
        raise ChoiceIsUnknown
    return {"rating": step}


def _ranking(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    """Either `rank` lists options best first, or `rank-<option>` names the place of each."""
    listed = _texts(data, "rank")
    if listed:
        order = [_whole(text) for text in listed]
    else:
        places = {key: _whole(given[0]) for key in rules.options if (given := _texts(data, f"rank-{key}"))}
        if len(set(places.values())) < len(places):
            raise RankedTwice
        order = sorted(places, key=places.__getitem__)
    if not order:
        raise NothingChosen
    if len(set(order)) < len(order):
        raise RankedTwice
    return {"options": _known(rules, order)}


def _words(rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    words = [" ".join(text.split()) for text in _texts(data, "word")]
    words = list({key_of(word): word for word in words if key_of(word)}.values())
    if not words:
        raise NothingChosen
    if len(words) > rules.most:
        raise TooManyChosen(rules.most)
    if any(len(word) > LONGEST for word in words):
        raise WordIsTooLong
    return {"words": words}


def _number(_rules: BallotRules, data: Mapping[str, Any]) -> dict[str, Any]:
    text = next(iter(_texts(data, "number")), "")
    if not text:
        raise NothingChosen
    return {"number": str(read_number(text))}


_READERS = {
    "single": _single,
    "multiple": _multiple,
    "yes_no": _yes_no,
    "rating": _rating,
    "ranking": _ranking,
    "words": _words,
    "number": _number,
}


def read_number(text: str) -> Decimal:
    """`1.234,5` and `1,234.5` alike; a point before groups of three digits parts thousands. Raises NumberIsUnreadable."""
    plain = re.sub(r"[\s\u00a0\u202f'_]", "", text).replace("\u2212", "-")
    if "," in plain and "." in plain:
        thousands = min(",.", key=plain.rfind)
        plain = plain.replace(thousands, "")
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,13}(\.\d{1,9})?", plain, re.ASCII):
        raise NumberIsUnreadable
    try:
        number = Decimal(plain).quantize(Decimal("0.0001"))
    except InvalidOperation as error:
        raise NumberIsUnreadable from error
    if abs(number) > LARGEST:
        raise NumberIsUnreadable
    return number.normalize() + 0


def _chosen(rules: BallotRules, data: Mapping[str, Any], *, most: int) -> list[int]:
    chosen = list(dict.fromkeys(_whole(text) for text in _texts(data, "choice")))
    if not chosen:
        raise NothingChosen
    if len(chosen) > most:
        raise TooManyChosen(most)
    return _known(rules, chosen)


def _known(rules: BallotRules, keys: Sequence[int]) -> list[int]:
    if not set(keys) <= set(rules.options):
        raise ChoiceIsUnknown
    return list(keys)


def _texts(data: Mapping[str, Any], name: str) -> list[str]:
    """The field's values, one or many, without empty ones. Whatever is no text was not sent by our forms."""
    value = data.get(name, [])
    values = value if isinstance(value, list | tuple) else [value]
    return [text for each in values[:100] if isinstance(each, str | int) and (text := str(each).strip())]


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise ChoiceIsUnknown
    return int(text)
