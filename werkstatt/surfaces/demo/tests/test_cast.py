import csv
from collections import Counter
from pathlib import Path

import pytest

from werkstatt.foundation import people
from werkstatt.surfaces.demo.cast import HEADS, PATTERNS, STORY_AGS, Group, draw_groups, slug
from werkstatt.surfaces.demo.loading.facts import facts

DIRECTORY = Path(people.__file__).parent / "data"


@pytest.fixture(scope="module")
def groups() -> list[Group]:
    with (DIRECTORY / "gemeinden_bw.csv").open(encoding="utf-8") as rows:
        towns = [(row["ags"], row["name"]) for row in csv.DictReader(rows) if row["typ_code"] != "66"]
    with (DIRECTORY / "kreise_bw.csv").open(encoding="utf-8") as rows:
        counties = [(row["kreis_key"], row["kreis"]) for row in csv.DictReader(rows) if row["typ"] == "Landkreis"]
    return draw_groups(municipalities=towns, counties=counties)


def test_the_cast_has_the_figures_of_the_reference_edition(groups):
    heads = [head for group in groups for head in group.heads]

    assert len(heads) == 214
    assert len({head.email for head in heads}) == 214
    assert Counter(head.pattern for head in heads) == PATTERNS
    assert Counter(group.sector for group in groups for _ in group.heads) == HEADS


def test_the_digital_officer_comes_first_in_her_order_on_both_days(groups):
    officer = next(group for group in groups if group.key == STORY_AGS).heads[0]

    assert (officer.first_name, officer.last_name, officer.pattern) == ("Karin", "Seeger", "OO")


def test_orders_come_in_the_order_of_their_moments_and_nobody_pays_before(groups):
    moments = [group.placed_at for group in groups]

    assert moments == sorted(moments)
    assert all(group.paid_on is None or group.paid_on > group.placed_at.date() for group in groups)


def test_the_programme_has_49_items_in_two_programmes():
    channels = Counter(row["channel"] for row in facts("sessions")["session"])

    assert channels == {"on_site": 37, "online": 12}


@pytest.mark.parametrize(
    ("name", "expected"), [("Weiß", "weiss"), ("Ayşe Öz", "ayse-oez"), ("Bad Saulgau, Stadt", "bad-saulgau-stadt")]
)
def test_slugs_are_safe_in_mail_addresses(name, expected):
    assert slug(name) == expected
