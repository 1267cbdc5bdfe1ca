import csv
import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import path, reverse
from django.utils.html import escape
from django.views.generic import TemplateView
from openpyxl import load_workbook

from werkstatt.foundation.look.tables import Choice, Column, Empty, Flag, Table, View, addresses
from werkstatt.foundation.look.tables.export import as_csv, harmless

urlpatterns = [path("<slug:edition>/things/<str:code>/edit/", TemplateView.as_view(), name="thing")]


class GroupTable(Table):
    name = "groups"
    caption = "Gruppen"
    columns = (
        Column("name", "Name", sort="name", is_key=True, link=lambda group: f"/groups/{group.pk}/"),
        Column("number", "Nummer", kind="number", get="pk", sort="pk", total="pk"),
        Column("fee", "Gebühr", kind="money", get=lambda group: group.pk * 100),
        Column("city", "Ort", get="missing.city"),
    )
    search = ("name",)
    filters = (
        Choice("letter", "Anfang", [("a", "A"), ("b", "B")], "name__startswith"),
        Flag("odd", "ungerade", lambda rows, _value: rows.exclude(name__endswith="0")),
    )
    default_sort = "name"
    views = (View("Alle", ""), View("Mit A", "letter=a"))
    empty = Empty("Noch keine Gruppen", "Hier stehen Gruppen.", "/new/", "Gruppe anlegen")


def drawn(table: Table) -> str:
    return table.respond("look/table.html").content.decode()


@pytest.fixture
def table(rf: RequestFactory):
    return lambda query="": GroupTable(rf.get(f"/groups/?{query}"), Group.objects.all())


@pytest.fixture
def groups(db):
    def make(*names: str) -> None:
        Group.objects.bulk_create([Group(name=name) for name in names])

    return make


@pytest.mark.parametrize("names", [["a1"], ["a1", "a2", "b1"]])
def test_a_list_asks_the_same_number_of_times_for_one_row_and_for_three(
    table, groups, names, django_assert_num_queries
):
    groups(*names)
    with django_assert_num_queries(2):  # rows; count and sum together
        html = drawn(table())
    assert all(name in html for name in names)


def test_words_and_filters_narrow_together_and_the_count_says_so(table, groups):
    groups("anna berg", "anna tal", "berta berg")
    assert [g.name for g in table("q=berg").rows] == ["anna berg", "berta berg"]
    narrowed = table("q=berg&letter=a")
    assert [g.name for g in narrowed.rows] == ["anna berg"]
    assert narrowed.counted() == "1 von 3 Einträgen"


def test_forged_parameters_are_ignored(table, groups):
    groups("a", "b")
    assert [g.name for g in table("letter=x&sort=password&page=99&odd=7").page] == ["a", "b"]
    assert drawn(table("q=%00%27%22%25"))


def test_sorting_turns_round_and_tells_so(table, groups):
    groups("a", "b")
    turned = table("sort=-name")
    assert [g.name for g in turned.rows] == ["b", "a"]
    assert 'aria-sort="descending"' in drawn(turned)


def test_an_empty_list_offers_the_first_step_and_an_empty_search_the_way_back(table, groups):
    groups()
    assert "Noch keine Gruppen" in drawn(table())
    assert "Gruppe anlegen" in drawn(table())
    assert "Alle anzeigen" in drawn(table("q=nobody"))


def test_what_people_typed_stays_text_on_the_page(table, groups):
    groups("<script>alert(1)</script>")
    assert "<script>alert" not in drawn(table())
    assert escape("<script>alert(1)</script>") in drawn(table())


def test_ten_thousand_rows_page_quickly_and_leave_whole(table, groups, django_assert_num_queries):
    groups(*(f"group {n:05d}" for n in range(10_000)))
    with django_assert_num_queries(2):
        html = drawn(table("page=200"))
    assert html.count("<tr>") == 50 + 2
    lines = list(csv.reader(io.StringIO(table().download("csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 10_001
    assert lines[0] == ["Name", "Nummer", "Gebühr", "Ort"]


def test_a_file_holds_the_filtered_rows_with_typed_values(table, groups):
    groups("a1", "b1")
    row = Group.objects.get(name="a1")
    answer = table("letter=a&export=xlsx").respond("unused.html")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)] == [["a1", row.pk, row.pk, None]]
    assert answer["Content-Disposition"] == 'attachment; filename="groups.xlsx"'


@pytest.mark.parametrize("text", ["=1+1", "+49 731", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_file_is_run_as_a_formula(table, groups, text):
    assert harmless(text).startswith("'")
    groups(text)
    sheet = load_workbook(io.BytesIO(table().download("xlsx").content)).active
    assert sheet is not None
    assert sheet["A2"].data_type != "f"


def test_german_csv_has_semicolons_a_decimal_comma_and_a_byte_order_mark():
    content = as_csv(["Name", "Betrag"], [["Müller; Söhne", Decimal("-1234.5")]])
    assert content.decode("utf-8") == '\ufeffName;Betrag\r\n"Müller; Söhne";-1234,50\r\n'


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("code", [7, "NEO22-7UQAJ", "0", "ä ö?"])
def test_addresses_of_one_page_are_those_django_would_make(code):
    assert addresses("thing", "neo-2020")(code) == reverse("thing", args=["neo-2020", code])


def test_what_a_column_shows_itself_is_escaped_unless_it_is_html(rf):
    class Shown(Table):
        name = "shown"
        caption = "Liste"
        columns = (Column("name", "Name", show=lambda row: row["name"]),)

    assert '<td class="">&lt;b&gt;</td>' in drawn(Shown(rf.get("/"), [{"name": "<b>"}]))


def test_a_list_of_plain_objects_works_like_a_query(rf):
    class Plain(Table):
        name = "plain"
        caption = "Liste"
        columns = (Column("city", "Ort", sort="city", is_key=True), Column("channel", "Kanal", kind="channel"))
        search = ("city",)
        default_sort = "city"

    rows = [{"city": "Ulm", "channel": "on_site"}, {"city": "Aalen", "channel": "online"}]
    assert [row["city"] for row in Plain(rf.get("/"), rows).rows] == ["Aalen", "Ulm"]
    found = Plain(rf.get("/?q=vor"), rows)
    assert [row["city"] for row in found.rows] == ["Ulm"]
    assert "vor Ort" in drawn(found)
