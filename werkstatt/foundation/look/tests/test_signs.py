from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.look import moments, numerals, signs
from werkstatt.foundation.look.fields import MoneyField

MONDAY = datetime(2022, 5, 2, 9, 30)  # noqa: DTZ001 (as shown on a wall)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2013", "-").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "Mo., 2. Mai 2022, 9:30 Uhr"), ("en", "Mon 2 May 2022, 9:30 am")],
)
def test_a_moment_is_said_as_a_person_says_it(language, expected):
    assert plain(moments.moment(MONDAY, language)) == expected


def test_a_span_says_its_day_once():
    end = MONDAY.replace(hour=13, minute=15)
    assert plain(moments.timespan(MONDAY, end)) == "Mo., 2. Mai 2022, 9:30-13:15 Uhr"
    assert plain(moments.timespan(MONDAY, end, "en")) == "Mon 2 May 2022, 9:30 am-1:15 pm"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 5, 2), date(2022, 5, 3), "2. und 3. Mai 2022"),
        (date(2022, 5, 2), date(2022, 5, 5), "2.-5. Mai 2022"),
        (date(2022, 4, 30), date(2022, 5, 2), "30. April-2. Mai 2022"),
        (date(2022, 12, 31), date(2023, 1, 1), "31. Dezember 2022-1. Januar 2023"),
        (date(2022, 5, 2), date(2022, 5, 2), "Mo., 2. Mai 2022"),
    ],
)
def test_days_of_an_edition(first, last, expected):
    assert plain(moments.days(first, last)) == expected


def test_midnight_and_noon_in_english():
    assert plain(moments.clock(MONDAY.replace(hour=0, minute=5), "en")) == "12:05 am"
    assert plain(moments.clock(MONDAY.replace(hour=12, minute=0), "en")) == "12:00 pm"


@pytest.mark.parametrize(
    ("cents", "de", "en"),
    [(123450, "1.234,50 €", "€1,234.50"), (0, "0,00 €", "€0.00"), (-5, "-0,05 €", "-€0.05")],
)
def test_money_in_both_languages(cents, de, en):
    assert plain(numerals.money(cents)) == de
    assert plain(numerals.money(cents, "en")) == en


@given(st.integers(min_value=0, max_value=2_000_000_000))
def test_money_that_is_shown_can_be_typed_back(cents):
    field = MoneyField()
    assert field.clean(numerals.money(cents)) == cents
    assert field.clean(field.prepare_value(cents)) == cents


@pytest.mark.parametrize("typed", ["45.50", "1,234.50", "12,345", "1.2.3", "zwölf", "-5", "99999999999", "4 5"])
def test_money_that_may_mean_two_things_is_asked_back(typed):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_the_channel_sign_always_has_its_word():
    page = Template('{% load look %}{% channel "on_site" %}{% channel "online" %}').render(Context())
    assert page.count("<svg") == 2
    assert "vor Ort" in page
    assert "online</span>" in page
    with translation.override("en"):
        assert "on site" in Template('{% load look %}{% channel "on_site" %}').render(Context())


def test_query_changes_one_parameter_and_keeps_the_rest(rf):
    template = Template("{% load look %}{% query page=2 q=None %}")
    assert template.render(Context({"request": rf.get("/?q=ulm&sort=name&page=1")})) == "?sort=name&amp;page=2"


@pytest.mark.parametrize(
    ("address", "german", "english"),
    [
        ("/", "/", "/en/"),
        ("/en/", "/", "/en/"),
        ("/neo-2022/search/?q=/en/%20", "/neo-2022/search/?q=/en/%20", "/en/neo-2022/search/?q=/en/%20"),
        ("/en/neo-2022/?a=1&b=2", "/neo-2022/?a=1&b=2", "/en/neo-2022/?a=1&b=2"),
        ("/en-bw-2023/", "/en-bw-2023/", "/en/en-bw-2023/"),
    ],
)
def test_a_page_has_its_address_in_each_language(address, german, english):
    assert signs.address_in("de", address) == german
    assert signs.address_in("en", address) == english
