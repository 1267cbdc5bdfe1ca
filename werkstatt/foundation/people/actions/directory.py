"""Loading the official directory from the files that come with the product."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from werkstatt.foundation.kernel.normalise import search_column, sort_key
from werkstatt.foundation.people.models import County, Municipality

DATA = Path(__file__).resolve().parents[1] / "data"
UNINHABITED = "66"
STANDALONE = "Verbandsfreie Gemeinde"


@dataclass(frozen=True)
class Loaded:
    counties: int
    municipalities: int


@transaction.atomic
def load_directory() -> Loaded:
    """Write counties and municipalities; rows that exist are brought up to date."""
    counties = [_county(row) for row in _rows("kreise_bw.csv")]
    places = [_municipality(row) for row in _rows("gemeinden_bw.csv") if row["typ_code"] != UNINHABITED]
    _upsert(County, counties, "key")
    _upsert(Municipality, places, "ags")
    return Loaded(counties=len(counties), municipalities=len(places))


def _upsert(model: type[County] | type[Municipality], rows: list[County] | list[Municipality], key: str) -> None:
    fields = [field.name for field in model._meta.concrete_fields if field.name != key]  # noqa: SLF001  (public API)
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)  # type: ignore[arg-type]


def _rows(filename: str) -> list[dict[str, str]]:
    with (DATA / filename).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _county(row: dict[str, str]) -> County:
    name = county_name(row["kreis"], row["typ"])
    return County(
        key=row["kreis_key"],
        name=name,
        sort_name=sort_key(row["kreis"]),
        search=search_column(name),
        kind=row["typ"],
        seat=row["sitz"],
        region=row["region"],
        population=int(row["bevoelkerung"]),
    )


def _municipality(row: dict[str, str]) -> Municipality:
    name = municipality_name(row["name"], row["typ"])
    return Municipality(
        ags=row["ags"],
        name=name,
        short_name=row["bezeichnung_kurz"],
        sort_name=sort_key(row["bezeichnung_kurz"]),
        search=search_column(name, row["bezeichnung_kurz"]),
        kind=row["typ"].replace("Kreisangehörige Gemeinde", "Gemeinde"),
        county_id=row["kreis_key"],
        association="" if row["verband_typ"] == STANDALONE else row["verband"],
        population=int(row["bevoelkerung"]),
        postcode=row["plz"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
    )


def county_name(name: str, kind: str) -> str:
    """As people write it: `Ulm, Stadtkreis` -> `Stadtkreis Ulm`, `Calw` -> `Landkreis Calw`, `Enzkreis` stays."""
    bare = name.removesuffix(", Stadtkreis")
    return bare if bare.lower().endswith("kreis") else f"{kind} {bare}"


def municipality_name(name: str, kind: str) -> str:
    """As on a letter: `Ulm, Universitätsstadt` -> `Universitätsstadt Ulm`, `Aidlingen` -> `Gemeinde Aidlingen`."""
    bare, comma, title = name.partition(", ")
    if comma:
        return f"{title} {bare}"
    return f"Gemeinde {bare}" if kind == "Kreisangehörige Gemeinde" else bare
