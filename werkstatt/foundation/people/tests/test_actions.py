from datetime import timedelta
from typing import Any

import pytest

from werkstatt.foundation.people.actions import (
    NameIsMissing,
    OrganisationEntry,
    UnknownMunicipality,
    edit_organisation,
    enter_organisation,
    erase_person,
    give_consent,
    join_organisation,
    leave_organisation,
    load_directory,
    person_for,
    withdraw_consent,
)
from werkstatt.foundation.people.models import County, LogEntry, Municipality, Organisation, Person
from werkstatt.foundation.people.tests.factories import (
    LONG_AGO,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    TownFactory,
)

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1)


def test_a_person_is_found_again_by_her_address_in_any_case_and_keeps_her_name():
    jana = person_for(email="Jana@Beispiel.example", first_name="Jana", last_name="Öz", now=NOW)
    again = person_for(email=" jana@beispiel.EXAMPLE ", first_name="X", last_name="Y", now=NOW)
    assert again == jana
    assert again.full_name == "Jana Öz"
    assert again.sort_name == "oz jana"
    assert Person.objects.count() == 1


def test_hostile_names_are_cleaned_and_fit():
    person = person_for(email="a@b.example", first_name="\u202eJa\x00na\n" * 300, last_name="🦊", now=NOW)
    assert len(person.first_name) == 100
    assert "\u202e" not in person.first_name
    assert person.last_name == "🦊"


def test_the_whole_directory_is_loaded_as_often_as_one_likes():
    for _ in range(2):
        loaded = load_directory()
    assert (loaded.municipalities, loaded.counties) == (1101, 44)
    assert Municipality.objects.count() == 1101
    ulm = Municipality.objects.select_related("county").get(ags="08421000")
    assert (ulm.name, ulm.short_name, ulm.county.name) == ("Universitätsstadt Ulm", "Ulm", "Stadtkreis Ulm")
    assert County.objects.get(key="08425").name == "Alb-Donau-Kreis"
    assert not Municipality.objects.filter(population=0).exists()


def test_a_municipality_is_one_shared_organisation():
    place = MunicipalityFactory.create(short_name="Dornstadt")
    first = enter_organisation(OrganisationEntry(ags=place.ags, name="whatever"), now=NOW)
    second = enter_organisation(OrganisationEntry(ags=place.ags), now=NOW)
    assert first == second
    assert (first.name, first.sector, first.county) == ("Gemeinde Dornstadt", "municipality", place.county)


def test_an_unknown_official_key_is_refused_by_name():
    with pytest.raises(UnknownMunicipality, match="08999999"):
        enter_organisation(OrganisationEntry(ags="08999999"), now=NOW)


def test_another_organisation_needs_a_name_and_a_sector():
    for entry in (OrganisationEntry(name="Verein"), OrganisationEntry(sector="society"), OrganisationEntry()):
        with pytest.raises(NameIsMissing):
            enter_organisation(entry, now=NOW)
    assert not Organisation.objects.exists()


def test_the_same_name_and_sector_is_not_entered_twice_and_never_overwritten():
    first = enter_organisation(OrganisationEntry(name="Müller & Söhne", sector="company", city="Ulm"), now=NOW)
    second = enter_organisation(OrganisationEntry(name="MÜLLER &  SÖHNE", sector="company"), now=NOW)
    other = enter_organisation(OrganisationEntry(name="Müller & Söhne", sector="company", city="Aalen"), now=NOW)
    assert first == second
    assert other != first
    assert first.name == "Müller & Söhne"


def test_an_official_place_keeps_its_name():
    town: Any = TownFactory.create()
    edit_organisation(
        organisation=town, changes={"name": "Neu", "street": " Markt 1 "}, by=PersonFactory.create(), now=NOW
    )
    town.refresh_from_db()
    assert (town.name, town.street) == (town.municipality.name, "Markt 1")


def test_a_person_acts_for_several_organisations_and_one_is_the_first():
    person, one, two = PersonFactory.create(), OrganisationFactory.create(), OrganisationFactory.create()
    first = join_organisation(person=person, organisation=one, position="Leitung", now=NOW)
    join_organisation(person=person, organisation=two, now=NOW)
    assert join_organisation(person=person, organisation=one, now=NOW) == first
    assert list(person.memberships.filter(is_primary=True)) == [first]
    leave_organisation(membership=first, now=NOW)
    assert [m.organisation for m in person.memberships.filter(is_primary=True)] == [two]


def test_a_consent_is_kept_with_its_words_and_both_moments():
    person = PersonFactory.create()
    given = give_consent(person=person, purpose="photos", wording="Ja zu Fotos.", context="edition:neo", now=NOW)
    assert (
        give_consent(person=person, purpose="photos", wording="Ja zu Fotos.", context="edition:neo", now=NOW) == given
    )
    later = NOW + timedelta(days=3)
    withdraw_consent(consent=given, now=later)
    withdraw_consent(consent=given, now=later + timedelta(days=1))
    assert (given.wording, given.given_at, given.withdrawn_at) == ("Ja zu Fotos.", NOW, later)
    assert LogEntry.objects.filter(verb="consent_withdrawn").count() == 1


def test_erasing_takes_everything_that_names_the_person():
    person = PersonFactory.create(first_name="Jana", email="jana@town.example")
    join_organisation(person=person, organisation=OrganisationFactory.create(), now=NOW)
    erase_person(person=person, now=NOW)
    person.refresh_from_db()
    assert (person.full_name, person.is_active, person.anonymised_at) == ("", False, NOW)
    assert "jana" not in person.email + person.search + person.sort_name
    assert not person.memberships.exists()
