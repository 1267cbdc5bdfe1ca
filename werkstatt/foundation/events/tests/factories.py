"""Editions for tests of every floor: NEO as in May 2022, 45 EUR on site and 25 EUR online."""

from datetime import UTC, date, datetime

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from werkstatt.foundation.events.choices import Channel, EditionState, RoleKind
from werkstatt.foundation.events.models import (
    CancellationTerm,
    Day,
    DayChannel,
    Edition,
    HouseRule,
    Participation,
    Role,
    Room,
    Series,
    Theme,
    Venue,
)
from werkstatt.foundation.people.tests.factories import PersonFactory

FIRST_DAY = date(2022, 5, 2)
SECOND_DAY = date(2022, 5, 3)
IN_MARCH = datetime(2022, 3, 15, 10, 0, tzinfo=UTC)


class SeriesFactory(DjangoModelFactory[Series]):
    class Meta:
        model = Series

    slug = Sequence(lambda n: f"reihe-{n}")
    title = "Morgenstadt Werkstatt"
    since_year = 2016
    host_name = "Beispiel-Institut"
    host_street = "Musterweg 12"
    host_postcode = "70569"
    host_city = "Stuttgart"
    host_email = "werkstatt@institut.example"
    host_contact = "Alex Beispiel"
    host_phone = "+49 711 000000"
    host_tax_number = "99/999/99999"
    host_vat_id = "DE129515865"
    bank_name = "Beispielbank"
    iban = "DE02120300000000202051"
    bic = "BYLADEM1001"
    number_code = Sequence(lambda n: f"T{n}")


class VenueFactory(DjangoModelFactory[Venue]):
    class Meta:
        model = Venue

    name = "Haus der Werkstatt"
    street = "Donauufer 1"
    postcode = "89073"
    city = "Ulm"


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    series = SubFactory(SeriesFactory)
    slug = Sequence(lambda n: f"thema-{n}")
    title = Sequence(lambda n: f"Thema {n}")


class EditionFactory(DjangoModelFactory[Edition]):
    """A public edition without days; `edition_with_days()` makes a whole one."""

    class Meta:
        model = Edition

    series = SubFactory(SeriesFactory)
    slug = Sequence(lambda n: f"neo-{n}")
    title = "Morgenstadt Werkstatt NEO 2022"
    motto = "Gemeinsam nachhaltig digitalisieren"
    summary = "Zwei Tage für Kommunen und ihre Partner."
    venue = SubFactory(VenueFactory)
    state = EditionState.PUBLIC
    contact_email = "werkstatt@institut.example"
    registration_opens_at = datetime(2022, 2, 1, 8, 0, tzinfo=UTC)
    registration_closes_at = datetime(2022, 4, 30, 20, 0, tzinfo=UTC)


class DayFactory(DjangoModelFactory[Day]):
    class Meta:
        model = Day

    edition = SubFactory(EditionFactory)
    on = FIRST_DAY


class DayChannelFactory(DjangoModelFactory[DayChannel]):
    class Meta:
        model = DayChannel

    day = SubFactory(DayFactory)
    channel = Channel.ON_SITE
    price_cents = LazyAttribute(lambda row: 4500 if row.channel == Channel.ON_SITE else 2500)
    capacity = 20


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    edition = SubFactory(EditionFactory)
    name = Sequence(lambda n: f"Werkstatt {n}")
    slug = Sequence(lambda n: f"werkstatt-{n}")
    channel = Channel.ON_SITE
    capacity = 24


class HouseRuleFactory(DjangoModelFactory[HouseRule]):
    class Meta:
        model = HouseRule

    edition = SubFactory(EditionFactory)
    title = "Maske"
    text = "Bitte tragen Sie in den Innenräumen eine Maske."
    valid_from = date(2022, 4, 1)


class CancellationTermFactory(DjangoModelFactory[CancellationTerm]):
    class Meta:
        model = CancellationTerm

    edition = SubFactory(EditionFactory)
    days_before = 27
    fee_percent = 50


class RoleFactory(DjangoModelFactory[Role]):
    class Meta:
        model = Role

    edition = SubFactory(EditionFactory)
    person = SubFactory(PersonFactory)
    kind = RoleKind.ORGANISER


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    person = SubFactory(PersonFactory)
    day = SubFactory(DayFactory)
    channel = Channel.ON_SITE
    began_at = IN_MARCH


def edition_with_days(*, capacity: int = 20, **fields: object) -> Edition:
    """Monday 2 and Tuesday 3 May 2022, both channels, free until 28 days before, half until 7 days, then full."""
    edition = EditionFactory.create(**fields)
    for on in (FIRST_DAY, SECOND_DAY):
        day = DayFactory.create(edition=edition, on=on)
        for channel in Channel:
            DayChannelFactory.create(day=day, channel=channel, capacity=capacity)
    for days_before, fee_percent in ((27, 50), (6, 100)):
        CancellationTermFactory.create(edition=edition, days_before=days_before, fee_percent=fee_percent)
    return edition
