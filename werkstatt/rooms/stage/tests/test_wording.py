"""Whatever is thrown at a stage, what others read is plain, short and in its place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.stage import mentions, wording


@given(st.text(max_size=400))
def test_what_is_left_is_one_visible_line_of_bounded_length(text):
    try:
        line = wording.line(text, most=300)
    except (wording.TextIsEmpty, wording.TextIsTooLong):
        return
    assert "\n" not in line
    assert not {unicodedata.category(letter) for letter in line if letter not in wording.JOINERS} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("\u202eabc\u202c", "abc"),
        ("Hal\u200b\u200blo", "Hallo"),
        ("a" + "\u0336" * 60, "a" + "\u0336" * 3),
        ("Hilfe" + "!" * 200, "Hilfe!!!"),
        ("<b>fett</b>", "<b>fett</b>"),
        ("eins\n\nzwei\tdrei", "eins zwei drei"),
    ],
)
def test_tricks_become_plain_words(given, read):
    assert wording.line(given, most=300) == read


def test_a_wall_of_emoji_becomes_a_few():
    assert len(wording.line("\U0001f389\U0001f388" * 200, most=500)) <= 6


@pytest.mark.parametrize("name", ["x", "\U0001f389\U0001f389\U0001f389", "..."])
def test_a_name_has_letters(name):
    with pytest.raises(wording.NameIsUnreadable):
        wording.name(name)


def test_a_name_of_500_letters_is_refused():
    with pytest.raises(wording.TextIsTooLong):
        wording.name("Anna " * 100)


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_marking_names_never_changes_the_text(text, names):
    assert "".join(part for part, _ in mentions.parts(text, names)) == text
