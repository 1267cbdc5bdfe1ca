import pytest

from werkstatt.foundation.people.actions import OrganisationEntry, enter_organisation, load_directory
from werkstatt.foundation.people.queries import find_duplicates, key_of, suggest_organisations, suggestion_for
from werkstatt.foundation.people.tests.factories import LONG_AGO, OrganisationFactory

pytestmark = pytest.mark.django_db


def names(term: str) -> list[str]:
    return [hit.name for hit in suggest_organisations(term)]


def test_places_are_found_by_the_beginnings_of_their_words_however_umlauts_are_written():
    load_directory()
    assert names("Ulm")[0] == "Universitätsstadt Ulm"
    assert names("tübin")[0] == names("tubin")[0] == names("Tuebin")[0] == "Universitätsstadt Tübingen"
    assert "Stadt Weil der Stadt" in names("weil st")
    assert "Alb-Donau-Kreis" in names("alb don")
    assert names("Landkreis Heilb") == ["Landkreis Heilbronn"]
    assert names("qqq") == names("u") == names("%") == []


def test_an_official_key_finds_its_municipality_with_what_we_know_of_it():
    load_directory()
    (hit,) = suggest_organisations("08425072")
    assert (hit.ags, hit.county, hit.sector) == ("08425072", "Alb-Donau-Kreis", "municipality")
    assert hit.population is not None
    assert suggest_organisations("08999999") == []


def test_an_organisation_is_found_again_by_its_key():
    load_directory()
    for entry in (
        OrganisationEntry(ags="08421000"),
        OrganisationEntry(county_key="08425"),
        OrganisationEntry(name="Beispiel e. V.", sector="society"),
    ):
        organisation = enter_organisation(entry, now=LONG_AGO)
        hit = suggestion_for(key_of(organisation))
        assert hit is not None
        assert hit.name == organisation.name
    for forged in ("org:999999", "org:" + "9" * 40, "ags:x", "county:", "", "drop:1"):
        assert suggestion_for(forged) is None


def test_a_town_that_takes_part_is_suggested_once():
    load_directory()
    enter_organisation(OrganisationEntry(ags="08421000"), now=LONG_AGO)
    enter_organisation(OrganisationEntry(county_key="08425"), now=LONG_AGO)
    assert names("ulm").count("Universitätsstadt Ulm") == 1
    assert names("alb-donau").count("Alb-Donau-Kreis") == 1


def test_probable_twins_are_suggested_and_strangers_are_not():
    OrganisationFactory.create(name="Stadtwerke Musterhausen GmbH")
    OrganisationFactory.create(name="Sensorwerk Süd AG")
    assert [o.name for o in find_duplicates("Stadwerke Musterhausen")] == ["Stadtwerke Musterhausen GmbH"]
    assert [o.name for o in find_duplicates("SENSORWERK SUED")] == ["Sensorwerk Süd AG"]
    assert find_duplicates("Blumen Schmidt GmbH") == []
    assert find_duplicates("GmbH") == []
