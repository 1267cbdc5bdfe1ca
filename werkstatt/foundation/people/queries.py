"""Named reads about people, organisations and the official directory."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from rapidfuzz import fuzz

from werkstatt.foundation.kernel.normalise import search_words, sort_key, whole_number
from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import Consent, County, Membership, Municipality, Organisation, Person

Hit = TypeVar("Hit", Municipality, County, Organisation)
AGS = re.compile(r"0\d{7}")
ALIKE = 86  # token_set_ratio from which two names are probably one organisation
GENERIC = {
    "gmbh",
    "ag",
    "mbh",
    "kg",
    "ev",
    "e",
    "v",
    "ug",
    "se",
    "gbr",
    "co",
    "und",
    "der",
    "die",
    "das",
    "fur",
    "fuer",
}


@dataclass(frozen=True)
class Suggestion:
    """A hit of the type-ahead. `key` is what the form sends: `ags:08421000`, `county:08425` or `org:17`."""

    key: str
    name: str
    sector: str
    county: str = ""
    population: int | None = None
    city: str = ""

    @property
    def ags(self) -> str:
        return self.key.removeprefix("ags:") if self.key.startswith("ags:") else ""

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label)


def suggest_organisations(term: str, limit: int = 8) -> list[Suggestion]:
    """Municipalities, counties and known organisations whose words begin like those of `term`; best first."""
    term = term.strip()
    if AGS.fullmatch(term):
        return [_of_municipality(place) for place in Municipality.objects.filter(ags=term).select_related("county")]
    words = search_words(term)
    if not words or len(term) < 2:
        return []
    places = _ranked(Municipality.objects.select_related("county"), words, term, "-population")[:limit]
    counties = _ranked(County.objects.filter(kind="Landkreis"), words, term, "-population")[:limit]
    others = _ranked(
        Organisation.objects.filter(municipality=None).exclude(sector=Sector.COUNTY, county__isnull=False),
        words,
        term,
        "sort_name",
    )[:limit]
    found = [*map(_of_municipality, places), *map(_of_county, counties), *map(_of_organisation, others)]
    exact = sort_key(term)
    found.sort(key=lambda hit: 0 if exact in {sort_key(hit.name), sort_key(_bare(hit.name))} else 1)
    return found[:limit]


def organisation_candidates(text: str) -> list[Suggestion]:
    """Suggestions for what was typed, and probable twins of it."""
    hits = suggest_organisations(text)
    known = {hit.key for hit in hits}
    if len(text.strip()) > 3:
        hits += [hit for hit in map(_of_organisation, find_duplicates(text)) if hit.key not in known]
    return hits


def exact_hits(text: str, hits: list[Suggestion]) -> list[Suggestion]:
    """Those that are called just so, with or without their title; an official key names its municipality."""
    if AGS.fullmatch(text.strip()):
        return hits
    exact = sort_key(text)
    full = [hit for hit in hits if sort_key(hit.name) == exact]
    return full or [hit for hit in hits if sort_key(_bare(hit.name)) == exact]


def suggestion_for(key: str) -> Suggestion | None:
    """The hit that a form's key stands for; None if there is no such thing."""
    kind, _, value = key.partition(":")
    if kind == "ags":
        place = Municipality.objects.filter(ags=value).select_related("county").first()
        return _of_municipality(place) if place else None
    if kind == "county":
        county = County.objects.filter(key=value).first()
        return _of_county(county) if county else None
    if kind == "org" and (pk := whole_number(value)) is not None:
        organisation = Organisation.objects.filter(pk=pk).first()
        return _of_organisation(organisation) if organisation else None
    return None


def key_of(organisation: Organisation) -> str:
    """The key under which a form finds this organisation again."""
    if organisation.municipality_id:
        return f"ags:{organisation.municipality_id}"
    if organisation.sector == Sector.COUNTY and organisation.county_id:
        return f"county:{organisation.county_id}"
    return f"org:{organisation.pk}"


def find_duplicates(name: str, limit: int = 5) -> list[Organisation]:
    """Organisations outside the directory whose name is so alike that they are probably meant."""
    words = [word for word in sort_key(name).split() if word not in GENERIC]
    if not words:
        return []
    near = Q()
    for word in words:
        near |= Q(search__contains=f" {word[:4]}")
    rows = Organisation.objects.filter(near, municipality=None)[:500]
    wanted = " ".join(words)
    scored = [(fuzz.token_set_ratio(wanted, _bare_key(row.sort_name)), row) for row in rows]
    good = [(score, row) for score, row in scored if score >= ALIKE]
    return [row for _, row in sorted(good, key=lambda pair: (-pair[0], pair[1].sort_name))[:limit]]


def memberships_of(person: Person) -> QuerySet[Membership]:
    rows = person.memberships.select_related("organisation__municipality", "organisation__county")
    return rows.order_by("-is_primary", "created_at")


def primary_organisation_of(person: Person) -> Organisation | None:
    membership = memberships_of(person).first()
    return membership.organisation if membership else None


def consents_of(person: Person) -> QuerySet[Consent]:
    return person.consents.order_by("-given_at", "-pk")


def has_owner() -> bool:
    return Person.objects.filter(is_superuser=True, is_active=True).exists()


def _ranked(rows: QuerySet[Hit], words: Iterable[str], term: str, tiebreak: str) -> QuerySet[Hit]:
    for word in words:
        rows = rows.filter(search__contains=word)
    first = When(sort_name=sort_key(term), then=Value(0)), When(sort_name__startswith=sort_key(term), then=Value(1))
    return rows.annotate(rank=Case(*first, default=Value(2), output_field=IntegerField())).order_by("rank", tiebreak)


def _of_municipality(place: Municipality) -> Suggestion:
    return Suggestion(
        key=f"ags:{place.ags}",
        name=place.name,
        sector=Sector.MUNICIPALITY,
        county=place.county.name,
        population=place.population,
    )


def _of_county(county: County) -> Suggestion:
    return Suggestion(key=f"county:{county.key}", name=county.name, sector=Sector.COUNTY, population=county.population)


def _of_organisation(organisation: Organisation) -> Suggestion:
    return Suggestion(
        key=key_of(organisation), name=organisation.name, sector=organisation.sector, city=organisation.city
    )


def _bare(name: str) -> str:
    """The place without its title: `Universitätsstadt Ulm` -> `Ulm`."""
    title, _, rest = name.partition(" ")
    return rest if rest and title.endswith(("stadt", "Stadt", "Gemeinde", "kreis")) else name


def _bare_key(name: str) -> str:
    return " ".join(word for word in name.split() if word not in GENERIC)
