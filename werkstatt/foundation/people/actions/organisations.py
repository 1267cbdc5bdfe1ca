"""Organisations: municipalities and counties point into the official directory, once each; others are entered free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.kernel.normalise import clean_line, clean_text, sort_key
from werkstatt.foundation.people import log
from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import County, Municipality, Organisation, Person


class UnknownMunicipality(Exception):
    """No municipality in the directory has this official key (AGS)."""

    def __init__(self, ags: str) -> None:
        super().__init__(ags)
        self.ags = ags


class UnknownCounty(Exception):
    """No county in the directory has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NameIsMissing(Exception):
    """An organisation outside the directory needs a name and a sector."""


@dataclass(frozen=True)
class OrganisationEntry:
    """What somebody entered: an official key, an organisation we know (`pk`), or a name with its sector."""

    name: str = ""
    sector: str = ""
    ags: str = ""
    county_key: str = ""
    pk: int | None = None
    city: str = ""
    country: str = "DE"


EDITABLE = [
    "name",
    "sector",
    "street",
    "postcode",
    "city",
    "country",
    "website",
    "vat_id",
    "leitweg_id",
    "founded_year",
    "references",
]


@transaction.atomic
def enter_organisation(entry: OrganisationEntry, *, now: datetime) -> Organisation:
    """One shared row per municipality and county; another organisation with the same name, sector and city is reused.

    Raises UnknownMunicipality, UnknownCounty or NameIsMissing.
    """
    if entry.pk is not None:
        return Organisation.objects.get(pk=entry.pk)
    if entry.ags:
        return _municipality(entry.ags, now)
    if entry.county_key:
        return _county(entry.county_key, now)
    return _other(entry, now)


def _municipality(ags: str, now: datetime) -> Organisation:
    place = Municipality.objects.select_related("county").filter(ags=ags).first()
    if place is None:
        raise UnknownMunicipality(ags)
    known, _ = Organisation.objects.get_or_create(
        municipality=place,
        defaults={
            "name": place.name,
            "sector": Sector.MUNICIPALITY,
            "county": place.county,
            "city": place.short_name,
            "postcode": place.postcode,
            "created_at": now,
        },
    )
    return known


def _county(key: str, now: datetime) -> Organisation:
    county = County.objects.filter(key=key).first()
    if county is None:
        raise UnknownCounty(key)
    known, _ = Organisation.objects.get_or_create(
        county=county,
        sector=Sector.COUNTY,
        defaults={"name": county.name, "city": county.seat, "created_at": now},
    )
    return known


def _other(entry: OrganisationEntry, now: datetime) -> Organisation:
    name, city = clean_line(entry.name)[:200], clean_line(entry.city)[:100]
    if not name or entry.sector not in Sector.values:
        raise NameIsMissing
    twins = Organisation.objects.filter(sort_name=sort_key(name)[:250], sector=entry.sector, municipality=None)
    if city:
        twins = twins.filter(city__in=["", city])
    if (twin := twins.order_by("pk").first()) is not None:
        return twin
    added = Organisation.objects.create(
        name=name, sector=entry.sector, city=city, country=entry.country or "DE", created_at=now
    )
    log.record(verb="organisation_added", subject=f"organisation:{added.pk}", at=now, name=name)
    return added


@transaction.atomic
def edit_organisation(
    *, organisation: Organisation, changes: Mapping[str, object], by: Person, now: datetime
) -> Organisation:
    """Change address, keys and what the sector asks for. Name and sector of official places stay as they are."""
    official = organisation.municipality_id or organisation.sector == Sector.COUNTY
    changed = []
    for field in EDITABLE:
        if field not in changes or (official and field in {"name", "sector"}):
            continue
        value = changes[field]
        if isinstance(value, str):
            value = clean_text(value) if field == "references" else clean_line(value)
        if getattr(organisation, field) != value:
            setattr(organisation, field, value)
            changed.append(field)
    if changed:
        organisation.save()
        log.record(
            verb="organisation_edited", subject=f"organisation:{organisation.pk}", at=now, actor=by, fields=changed
        )
    return organisation
