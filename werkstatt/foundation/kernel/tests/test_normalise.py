import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.kernel.normalise import (
    clean_line,
    clean_text,
    name_tokens,
    search_column,
    search_words,
    sort_key,
    whole_number,
)


def test_german_order_is_that_of_the_dictionary():
    names = ["Zwiefalten", "Öhringen", "Oehler", "Ulm", "Überlingen", "Straße", "Strasse", "Aalen", "Ärzte"]
    assert sorted(names, key=sort_key) == [
        "Aalen", "Ärzte", "Oehler", "Öhringen", "Straße", "Strasse", "Überlingen", "Ulm", "Zwiefalten",
    ]  # fmt: skip


def test_a_name_is_found_by_either_spelling_and_by_half_a_word():
    column = search_column("Jürgen Müller-Lüdenscheidt", "Stadt Öhringen")
    for query in ("müll", "Muell", "mull jurg", "ludensch", "OEHR", "öhr"):
        assert all(word in column for word in search_words(query)), query
    assert not all(word in column for word in search_words("üller"))


def test_direction_changing_and_control_characters_go():
    assert clean_line("\u202eevil\u202c \x00na\tme\n 👩‍🔬") == "evil na me 👩‍🔬"
    assert clean_text("a\r\n\r\n\r\n\r\nb\x07") == "a\n\nb"


@given(st.text())
def test_a_clean_line_is_clean_and_stays_clean(text):
    line = clean_line(text)
    assert clean_line(line) == line
    assert not any(
        unicodedata.category(letter) in ("Cc", "Cs") or letter in "\u202a\u202b\u202d\u202e" for letter in line
    )


@given(st.text())
def test_keys_are_plain_and_stable(text):
    assert sort_key(sort_key(text)) == sort_key(text)
    assert all(token.isascii() and token == token.lower() for token in name_tokens(text))
    assert all(f" {token}" in search_column(text) for token in name_tokens(text))


def test_a_number_somebody_wrote_is_one_that_a_key_may_be_or_none():
    assert [whole_number(text) for text in ("7", "007", 12, "9" * 15)] == [7, 7, 12, 10**15 - 1]
    for text in ("", "-1", " 1", "1.0", "NaN", "²", "٣", "9" * 16, "9" * 10_000, None):
        assert whole_number(text) is None
