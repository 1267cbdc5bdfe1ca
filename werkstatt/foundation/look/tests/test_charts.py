import itertools
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.look.charts import Bar, Dot, Meter, Part, Series, bars, by_minute, dot_map, meters, over_time
from werkstatt.foundation.look.charts.bars import stretches
from werkstatt.foundation.look.charts.dotmap import HEIGHT, WIDTH, project
from werkstatt.foundation.look.charts.printed import lines_svg
from werkstatt.foundation.look.charts.scale import day_marks, minute_marks, round_steps, spread

FIRST = date(2022, 2, 1)


@given(st.integers(min_value=0, max_value=10**7))
def test_an_axis_begins_at_nothing_and_holds_the_highest_value(highest):
    steps = round_steps(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest
    assert 2 <= len(steps) <= 7


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(min_value=0, max_value=2000))
def test_marks_of_days_lie_inside_and_stay_few(first, length):
    last = first + timedelta(days=length)
    marks = day_marks(first, last)
    assert 1 <= len(marks) <= 6
    assert marks == sorted(set(marks))
    assert all(first <= mark <= last for mark in marks)


@given(st.lists(st.floats(min_value=0, max_value=200), min_size=1, max_size=5))
def test_labels_at_the_ends_of_lines_never_cover_each_other(wanted):
    placed = sorted(spread(wanted, 20, 0, 200))
    assert all(later - earlier >= 19.99 for earlier, later in itertools.pairwise(placed))


@given(
    st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=4), st.integers(min_value=1, max_value=400)
)
def test_the_parts_of_a_bar_never_leave_it(values, whole):
    parts = stretches([("plain", value) for value in values], whole)
    assert all(float(part["x"]) + float(part["width"]) <= 100.11 for part in parts)


def test_a_line_says_its_name_and_number_at_its_end_and_has_a_table():
    page = over_time(
        title="Anmeldungen",
        says="Es werden mehr.",
        series=[
            Series("on_site", "vor Ort", [(FIRST, 1), (FIRST + timedelta(days=3), 12)]),
            Series("online", "online", [(FIRST, 0)]),
        ],
    ).html
    assert "vor Ort 12" in page
    assert 'aria-label="Anmeldungen: Es werden mehr."' in page
    assert page.count('scope="row"') == 2
    assert "style=" not in page


@pytest.mark.parametrize("series", [[], [Series("online", "online", [])]])
def test_without_figures_a_chart_says_so(series):
    assert "Noch keine Zahlen." in over_time(title="Anmeldungen", says="", series=series).html


def test_bars_are_a_table_and_lead_to_their_lists():
    page = bars(title="Gruppen", says="", heads=("Gruppe", "Personen"), rows=[Bar("Gemeinden <&>", [Part("on_site", 3), Part("online", 1)], url="/x/")]).html  # fmt: skip
    assert '<a href="/x/">Gemeinden &lt;&amp;&gt;</a>' in page
    assert "vor Ort 3, online 1" in page


@pytest.mark.parametrize(
    ("meter", "words"),
    [
        (Meter("Mo.", 98, 140, held=6), "36 Plätze frei, 6 vorgemerkt"),
        (Meter("Mo.", 139, 140), "1 Platz frei"),
        (Meter("Mo.", 140, 140), "ausgebucht"),
        (Meter("Mo.", 138, 140, held=2), "2 vorgemerkt, keiner frei"),
        (Meter("Mo.", 150, 140), "ausgebucht"),
        (Meter("Mo.", 0, 0), "ausgebucht"),
    ],
)
def test_a_meter_says_what_is_left(meter, words):
    assert words in meters(title="Auslastung", says="", rows=[meter]).html


def test_the_map_holds_the_land_and_names_the_largest():
    for latitude, longitude in ((47.6, 7.6), (49.75, 9.6), (48.4, 9.99), (48.6, 10.45)):
        x, y = project(latitude, longitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    page = dot_map(title="Woher", says="", heads=("Kreis", "Personen"), dots=[Dot("Ulm", 48.4, 9.99, 38), Dot("Neu-Ulm", 48.4, 9.99, 2), Dot("Berlin", 52.5, 13.4, 5), Dot("Leer", 48, 9, 0)]).html  # fmt: skip
    assert page.count("<circle") == 2
    assert [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)", page)] == ["Ulm 38", "Neu-Ulm 2"]
    assert "Berlin" in page
    assert "Leer" not in page


TEN = datetime(2022, 5, 2, 8, 0, tzinfo=UTC)


def listening(minutes: int):
    points = [(TEN + timedelta(minutes=each), each % 7) for each in range(minutes)]
    return by_minute(title="Wer zugehört hat", says="Viele.", series=[Series("online", "online", points)])


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=0, max_value=1500))
def test_marks_of_minutes_lie_inside_and_stay_few(offset, length):
    first = TEN + timedelta(minutes=offset)
    last = first + timedelta(minutes=length)
    marks = minute_marks(first, last)
    assert len(marks) <= 6
    assert marks == sorted(set(marks))
    assert all(first <= mark <= last for mark in marks)


def test_minutes_are_labelled_with_their_highest_and_told_every_five_minutes():
    chart = listening(31)
    assert [line["label"] for line in chart.drawing["lines"]] == ["online bis 6"]
    assert chart.figures is not None
    assert len(chart.figures.lines) == 7
    assert by_minute(title="", says="", series=[]).kind == "nothing"


def test_a_printed_chart_needs_no_style_sheet_and_harms_nobody():
    chart = by_minute(title="", says="", series=[Series("on_site", "<b>", [(TEN, 3), (TEN + timedelta(minutes=1), 5)])])
    picture = lines_svg(chart)
    assert "class=" not in picture
    assert "<b>" not in picture
    assert 'stroke="#1c4aa5"' in picture
    assert lines_svg(bars(title="", says="", rows=[], heads=("", ""))) == ""
