from pathlib import Path

import pytest

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.programme.queries import sessions_of_day
from werkstatt.foundation.programme.tests.factories import MONDAY, NOW, at, make_edition, make_session
from werkstatt.surfaces.website.grid_styles import COLUMNS, ROWS, grid_styles
from werkstatt.surfaces.website.timetables import Filters, Look, timetable_of

STATIC = Path(__file__).resolve().parents[1] / "static" / "website"


def test_the_written_style_sheet_is_up_to_date():
    assert (STATIC / "timetable-grid.css").read_text() == grid_styles((STATIC / "timetable-frame.css").read_text())


@pytest.mark.django_db
def test_a_full_day_fits_the_classes_there_are():
    edition = make_edition()
    for index in range(65):
        make_session(edition, f"Nummer {index}", starts=f"{8 + index // 6}:{index % 6 * 10:02d}",
                     ends=f"{8 + index // 6}:{index % 6 * 10 + 7:02d}")  # fmt: skip
    day = edition.days.select_related("edition").get(on=MONDAY)
    table = timetable_of(day, Channel.ON_SITE, sessions_of_day(day, Channel.ON_SITE), Look(NOW))
    assert table.last_line < ROWS
    assert table.board.width < COLUMNS


@pytest.mark.django_db
def test_the_line_of_the_present_is_in_its_hour_and_choices_are_counted():
    edition = make_edition()
    make_session(edition, starts="10:00", ends="11:00")
    make_session(edition, "Danach", starts="11:00", ends="12:00")
    day = edition.days.select_related("edition").get(on=MONDAY)
    sessions = sessions_of_day(day, Channel.ON_SITE)
    table = timetable_of(day, Channel.ON_SITE, sessions, Look(at("11:30"), Filters(format="workshop")))
    assert [hour.tenths for hour in table.hours] == [None, 5]
    assert [(choice.value, choice.number, choice.is_chosen) for choice in table.formats] == [("workshop", 2, True)]
    assert (table.shown, table.total) == (2, 2)


@pytest.mark.django_db
def test_the_seats_of_the_hall_are_not_promised_to_those_at_home():
    edition = make_edition()
    make_session(edition, seats=220, online="Raum A")
    day = edition.days.select_related("edition").get(on=MONDAY)
    shown = {
        channel: [cell.what.seats for hour in table.hours for cell in hour.cells]
        for channel in Channel
        if (table := timetable_of(day, channel, sessions_of_day(day, channel), Look(NOW)))
    }
    assert shown == {Channel.ON_SITE: [220], Channel.ONLINE: [None]}
