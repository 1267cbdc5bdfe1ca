from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.stage.tallies.ballots import (
    BallotIsInvalid,
    BallotRules,
    ChoiceIsUnknown,
    NothingChosen,
    NumberIsUnreadable,
    RankedTwice,
    TooManyChosen,
    WordIsTooLong,
    read_ballot,
    read_number,
)

KINDS = ["single", "multiple", "yes_no", "rating", "ranking", "words", "number"]
anything = st.one_of(st.text(max_size=50), st.integers(), st.none(), st.lists(st.text(max_size=10), max_size=4))


@pytest.mark.parametrize(
    ("kind", "data", "kept"),
    [
        ("single", {"choice": "7"}, {"options": [7]}),
        ("multiple", {"choice": ["8", "7", "8"]}, {"options": [7, 8]}),
        ("yes_no", {"choice": "yes"}, {"yes": True}),
        ("rating", {"choice": "4"}, {"rating": 4}),
        ("ranking", {"rank": ["9", "7"]}, {"options": [9, 7]}),
        ("ranking", {"rank-7": "2", "rank-9": "1", "rank-8": ""}, {"options": [9, 7]}),
        ("words", {"word": ["  Mut ", "mut", "Zeit"]}, {"words": ["mut", "Zeit"]}),
        ("number", {"number": "1.234,50"}, {"number": "1234.5"}),
    ],
)
def test_what_is_sent_is_kept_in_one_form(kind, data, kept):
    assert read_ballot(BallotRules(kind, (7, 8, 9), most=2), data) == kept


@pytest.mark.parametrize(
    ("kind", "data", "refusal"),
    [
        ("single", {}, NothingChosen),
        ("single", {"choice": ["7", "8"]}, TooManyChosen),
        ("single", {"choice": "99"}, ChoiceIsUnknown),
        ("multiple", {"choice": ["7", "8", "9"]}, TooManyChosen),
        ("yes_no", {"choice": "maybe"}, NothingChosen),
        ("rating", {"choice": "6"}, ChoiceIsUnknown),
        ("rating", {"choice": "-1"}, ChoiceIsUnknown),
        ("ranking", {"rank-7": "1", "rank-8": "1"}, RankedTwice),
        ("ranking", {"rank": ["7", "7"]}, RankedTwice),
        ("ranking", {"rank": ["7", "1"]}, ChoiceIsUnknown),
        ("words", {"word": ["!!", ""]}, NothingChosen),
        ("words", {"word": ["a1", "b1", "c1"]}, TooManyChosen),
        ("words", {"word": "a" * 41}, WordIsTooLong),
        ("number", {"number": "viel"}, NumberIsUnreadable),
        ("number", {"number": "1e9"}, NumberIsUnreadable),
        ("number", {"number": "9999999999999"}, NumberIsUnreadable),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_reason(kind, data, refusal):
    with pytest.raises(refusal):
        read_ballot(BallotRules(kind, (7, 8, 9), most=2), data)


@given(
    st.sampled_from(KINDS), st.dictionaries(st.sampled_from(["choice", "rank", "rank-7", "word", "number"]), anything)
)
def test_garbage_is_counted_or_refused_but_never_breaks(kind, data):
    try:
        value = read_ballot(BallotRules(kind, (7, 8, 9), most=3), data)
    except BallotIsInvalid:
        return
    assert len(value) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("1.234", "1234"), ("1,234.5", "1234.5"), ("1 000 000", "1000000"),
     ("-3", "-3"), ("0", "0"), ("100", "100")],
)  # fmt: skip
def test_numbers_are_read_the_german_and_the_english_way(text, number):
    assert read_number(text) == Decimal(number)
    assert "E" not in str(read_number(text))
