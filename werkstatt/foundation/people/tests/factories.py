"""People and organisations for tests of every floor."""

from datetime import UTC, datetime
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import County, Membership, Municipality, Organisation, Person

LONG_AGO = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@beispiel.example")
    first_name = "Jana"
    last_name = Sequence(lambda n: f"Muster{n}")
    created_at = LONG_AGO


class OwnerFactory(PersonFactory):
    is_superuser = True
    is_staff = True


class CountyFactory(DjangoModelFactory[County]):
    class Meta:
        model = County
        django_get_or_create = ("key",)

    key = "08425"
    name = "Alb-Donau-Kreis"
    sort_name = "alb donau kreis"
    search = " alb donau kreis"
    kind = "Landkreis"
    seat = "Ulm"
    region = "Donau-Iller"
    population = 201_000


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("ags",)

    ags = Sequence(lambda n: f"08425{n:03d}")
    name = LazyAttribute(lambda place: f"Gemeinde {place.short_name}")
    short_name = Sequence(lambda n: f"Musterdorf {n}")
    sort_name = LazyAttribute(lambda place: place.short_name.lower())
    search = LazyAttribute(lambda place: f" gemeinde {place.short_name.lower()}")
    kind = "Gemeinde"
    county = SubFactory(CountyFactory)
    association = ""
    population = 6_000
    postcode = "89129"
    latitude = 48.5
    longitude = 10.1


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name: Any = Sequence(lambda n: f"Beispielwerk {n} GmbH")
    sector = Sector.COMPANY
    city = "Ulm"
    created_at = LONG_AGO


class TownFactory(OrganisationFactory):
    """A municipality as an organisation, with its place in the directory."""

    sector = Sector.MUNICIPALITY
    municipality = SubFactory(MunicipalityFactory)
    name = LazyAttribute(lambda town: town.municipality.name)
    county = LazyAttribute(lambda town: town.municipality.county)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = SubFactory(PersonFactory)
    organisation = SubFactory(OrganisationFactory)
    is_primary = True
    created_at = LONG_AGO
