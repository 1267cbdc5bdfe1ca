import pytest

from werkstatt.foundation.programme.search import Found, marked, search_programme
from werkstatt.foundation.programme.tests.factories import make_edition, make_session, make_speaker, make_theme

pytestmark = pytest.mark.django_db


def titles(found: Found) -> list[str]:
    return [hit.session.title for hit in found.sessions]


@pytest.mark.parametrize("term", ["Datenräume", "datenraum", "Daten", "raum", "Landkreise Datenraum", "LANDKREIS"])
def test_german_stems_beginnings_and_parts_of_words_are_found(term):
    edition = make_edition()
    make_session(edition, "Ein Datenraum für den Landkreis")
    make_session(edition, "Das Rathaus antwortet", starts="12:00", ends="13:00")
    assert titles(search_programme(edition=edition, term=term)) == ["Ein Datenraum für den Landkreis"]


def test_a_hit_in_the_title_comes_first():
    edition = make_edition()
    make_session(edition, "Das Rathaus antwortet", abstract="Es geht auch um Sensoren.")
    make_session(edition, "Sensoren im Quartier", starts="12:00", ends="13:00")
    assert titles(search_programme(edition=edition, term="Sensoren"))[0] == "Sensoren im Quartier"


def test_english_texts_are_found_in_english():
    edition = make_edition()
    make_session(edition, title_en="A data space for the county", abstract_en="Sharing data between municipalities.")
    found = search_programme(edition=edition, term="municipality", language="en")
    assert found.number == 1
    assert "<mark>municipalities</mark>" in found.sessions[0].excerpt


def test_excerpts_are_safe():
    edition = make_edition()
    make_session(edition, abstract='<script>alert("x")</script> Hitze in der Stadt')
    excerpt = search_programme(edition=edition, term="Hitze").sessions[0].excerpt
    assert "<mark>Hitze</mark>" in excerpt
    assert "<script" not in excerpt
    assert marked("a < b") == "a &lt; b"


def test_an_excerpt_that_was_cut_says_so_on_the_side_where_it_was():
    edition = make_edition()
    make_session(edition, abstract=" ".join(["Davor"] * 40 + ["Hitze"] + ["danach"] * 40))
    assert (found := search_programme(edition=edition, term="Hitze").sessions[0].excerpt).startswith("… ")
    assert found.endswith(" …")
    whole = make_edition("neo-2024")
    make_session(whole, abstract="Hitze in der Stadt.")
    assert search_programme(edition=whole, term="Hitze").sessions[0].excerpt == "<mark>Hitze</mark> in der Stadt."


@pytest.mark.parametrize(
    "term", ["", "   ", "'", "a' & !(", "':*", "\\", "%", "🎉", "\x00", "x" * 5_000, "مرحبا", "a|b:*&"]
)
def test_no_garbage_breaks_the_search(term):
    edition = make_edition()
    make_session(edition)
    search_programme(edition=edition, term=term)


def test_speakers_and_themes_are_found_in_their_edition_alone():
    edition, other = make_edition(), make_edition("neo-2024")
    speaker = make_speaker("Änne Groß", organisation_name="Stadt Beispielingen")
    theme = make_theme(edition, "Interkommunale Zusammenarbeit")
    make_session(edition, speakers=[speaker])
    assert search_programme(edition=edition, term="gross an").speakers == [speaker]
    assert search_programme(edition=edition, term="beispielingen").speakers == [speaker]
    assert search_programme(edition=edition, term="zusammenarbeit").themes == [theme]
    assert search_programme(edition=other, term="Groß").number == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(number, django_assert_num_queries):
    edition = make_edition()
    for index in range(number):
        make_session(
            edition, f"Datenraum {index}", starts=f"{10 + index}:00", ends=f"{11 + index}:00", speakers=[make_speaker()]
        )
    with django_assert_num_queries(4):
        search_programme(edition=edition, term="Datenraum")
