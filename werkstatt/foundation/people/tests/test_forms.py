import pytest
from django import forms
from django.http import QueryDict

from werkstatt.foundation.people.actions import OrganisationEntry, load_directory
from werkstatt.foundation.people.forms import LeitwegField, OrganisationField, OrganisationForm, VatIdField
from werkstatt.foundation.people.tests.factories import OrganisationFactory, TownFactory

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    organisation = OrganisationField(label="Organisation")


def filled(**values: str) -> Form:
    data = QueryDict(mutable=True)
    data.update({f"organisation{name}": value for name, value in values.items()})
    return Form(data)


def test_typing_the_name_of_a_town_is_enough_without_script():
    load_directory()
    form = filled(**{"": "langenau"})
    assert form.is_valid()
    entry = form.cleaned_data["organisation"]
    assert (entry.ags, entry.sector) == ("08425072", "municipality")


def test_a_name_that_means_two_places_is_asked_back_with_both():
    load_directory()
    form = filled(**{"": "Heilbronn"})
    assert not form.is_valid()
    html = str(form["organisation"])
    assert 'value="ags:08121000"' in html
    assert 'value="county:08125"' in html


def test_the_chosen_suggestion_counts():
    load_directory()
    form = filled(**{"": "Heilbronn", "_key": "county:08125"})
    assert form.is_valid()
    assert form.cleaned_data["organisation"].county_key == "08125"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"": ""}, "required"),
        ({"": "  \u202e "}, "required"),
        ({"": "08999999"}, "unknown_ags"),
        ({"": "Verein für Neues"}, "sector"),
        ({"": "Verein für Neues", "_key": "new", "_sector": "forged"}, "sector"),
        ({"": "x", "_key": "org:99999999"}, "gone"),
        ({"": "x", "_key": "drop table"}, "gone"),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_lost(typed: dict[str, str], code: str):
    form = filled(**typed)
    assert [error.code for error in form.errors.as_data()["organisation"]] == [code]
    assert typed[""].strip() in str(form["organisation"])


def test_a_new_organisation_names_its_group():
    form = filled(**{"": "Verein für Neues", "_key": "new", "_sector": "society"})
    assert form.is_valid()
    assert form.cleaned_data["organisation"] == OrganisationEntry(name="Verein für Neues", sector="society")


def test_a_probable_twin_is_offered_before_a_new_one_is_made():
    known = OrganisationFactory.create(name="Stadtwerke Musterhausen GmbH")
    form = filled(**{"": "Stadwerke Musterhausen", "_sector": "company"})
    assert not form.is_valid()
    assert f'value="org:{known.pk}"' in str(form["organisation"])
    assert filled(**{"": "Stadwerke Musterhausen", "_sector": "company", "_key": "new"}).is_valid()


def test_a_form_begins_with_the_organisation_we_know():
    town = TownFactory.create()
    html = " ".join(str(Form(initial={"organisation": town})["organisation"]).split())
    assert f'value="ags:{town.municipality_id}" checked' in html


def test_check_digits_are_checked():
    assert LeitwegField().clean(" 04011000-1234512345-06 ") == "04011000-1234512345-06"
    with pytest.raises(forms.ValidationError):
        LeitwegField().clean("04011000-1234512345-60")
    assert VatIdField().clean("de 136695976") == "DE136695976"
    with pytest.raises(forms.ValidationError):
        VatIdField().clean("DE136695970")


def test_each_sector_is_asked_for_what_it_needs():
    startup = OrganisationForm(instance=OrganisationFactory.create(sector="startup"))
    town = OrganisationForm(instance=TownFactory.create())
    assert {"founded_year", "references", "name"} <= set(startup.fields)
    assert "leitweg_id" in town.fields
    assert not {"name", "sector", "founded_year"} & set(town.fields)


def test_suggestions_come_while_typing_and_garbage_is_harmless(client):
    load_directory()
    page = client.get("/accounts/organisations/", {"field": "a-0-organisation", "a-0-organisation": "ulm"})
    assert page.status_code == 200
    assert 'name="a-0-organisation_key" value="ags:08421000"' in " ".join(page.content.decode().split())
    assert client.get("/accounts/organisations/", {"field": '"><script>'}).status_code == 404
    nothing = client.get("/accounts/organisations/", {"field": "x", "x": "<script>%\x00\u202e" * 100})
    assert b"<script>" not in nothing.content
