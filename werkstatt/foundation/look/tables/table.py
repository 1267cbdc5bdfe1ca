"""The table itself: reads the address, narrows the rows, gives a page of them or all of them as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.tables import export
from werkstatt.foundation.look.tables.columns import Column
from werkstatt.foundation.look.tables.filters import Filter

LONGEST_SEARCH = 100
MOST_WORDS = 6
NOT_A_VIEW = ("page", "sort", "export")


@dataclass(frozen=True)
class View:
    """A saved filter: a name and the part of the address that makes it."""

    label: Any
    query: str


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what belongs here, and the first step."""

    title: Any
    text: Any = ""
    url: str = ""
    action: Any = ""
    icon: str = "list"


class Table:
    """Declare a subclass per list; give it the rows a person may see: `PeopleTable(request, people_of(edition))`."""

    name: ClassVar[str]
    caption: ClassVar[Any]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    search: ClassVar[Sequence[str]] = ()
    search_hint: ClassVar[Any] = ""
    default_sort: ClassVar[str] = ""
    per_page: ClassVar[int] = 50
    views: ClassVar[Sequence[View]] = ()
    empty: ClassVar[Empty | None] = None

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, empty: Empty | None = None
    ) -> None:
        self.request = request
        self.all_rows = rows
        self.empty_state = empty or self.empty
        self.words = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split()[:MOST_WORDS]
        self.values: dict[str, str] = {}
        for each in self.filters:
            self.values |= each.read(request.GET)

    # -- what the address asks for --

    @property
    def q(self) -> str:
        return " ".join(self.words)

    @cached_property
    def sort(self) -> str:
        wanted = self.request.GET.get("sort", "")
        known = {column.name for column in self.columns if column.order}
        return wanted if wanted.removeprefix("-") in known else self.default_sort

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.values)

    # -- rows --

    def find(self, rows: Any, words: list[str]) -> Any:
        """Every word in one of the fields of `search`; override for a better search."""
        if not isinstance(rows, QuerySet):
            return [row for row in rows if all(word.lower() in self._row_text(row) for word in words)]
        for word in words:
            anywhere = Q()
            for field in self.search:
                anywhere |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(anywhere)
        return rows

    @cached_property
    def rows(self) -> Any:
        """All rows the address asks for, in order."""
        rows = self.all_rows
        for each in self.filters:
            if each.read(self.values):
                rows = each.apply(rows, self.values)
        if self.words and self.can_search:
            rows = self.find(rows, self.words)
        return self._ordered(rows)

    @property
    def can_search(self) -> bool:
        return bool(self.search) or type(self).find is not Table.find

    @cached_property
    def page(self) -> Page[Any]:
        pages = Paginator(self.rows, self.per_page)
        if self._has_totals and isinstance(self.rows, QuerySet):
            pages.count = self._sums["rows"]  # asked together with the sums
        page = pages.get_page(self.request.GET.get("page"))
        page.shown = list(pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]
        return page

    @cached_property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def whole_count(self) -> int:
        if not self.is_narrowed:
            return self.count
        return self.all_rows.count() if isinstance(self.all_rows, QuerySet) else len(self.all_rows)

    def counted(self) -> str:
        """`12 von 214 Einträgen`, `214 Einträge`."""
        number, whole = signs.number(self.count), signs.number(self.whole_count)
        if self.is_narrowed:
            words = ngettext("%(number)s von %(whole)s Eintrag", "%(number)s von %(whole)s Einträgen", self.whole_count)
            return words % {"number": number, "whole": whole}
        return ngettext("%(number)s Eintrag", "%(number)s Einträge", self.count) % {"number": number}

    # -- drawing --

    @cached_property
    def shown_columns(self) -> list[Column]:
        return [column for column in self.columns if not column.only_export]

    def head(self) -> Iterator[dict[str, Any]]:
        for column in self.shown_columns:
            direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
            yield {
                "column": column,
                "sorted": direction,
                "next": (f"-{column.name}" if direction == "ascending" else column.name) if column.order else "",
                "icon": {"ascending": "up", "descending": "down"}.get(direction, "sort"),
            }

    def body(self) -> Iterator[SafeString]:
        """Each row as its cells. Hundreds of them: a template that looks at each takes longer than the database."""
        framed = [(column.cell, *column.frame) for column in self.shown_columns]
        for row in self.page.object_list:
            cells = (f"{start}{cell(row)}{end}" for cell, start, end in framed)
            yield mark_safe("".join(cells))  # noqa: S308  (each is safe HTML)

    @cached_property
    def totals(self) -> list[tuple[Column, str]] | None:
        """One foot cell per column, when a column asks for its total and there is something to add."""
        if not self._has_totals or self.count < 2:
            return None
        return [(c, c.text(self._sums[f"sum_{c.name}"] or 0) if c.total else "") for c in self.shown_columns]

    def controls(self) -> list[dict[str, Any]]:
        return [control for each in self.filters for control in each.controls(self.values)]

    def tabs(self) -> list[dict[str, Any]]:
        here = {key: value for key, value in self.request.GET.items() if value and key not in NOT_A_VIEW}
        return [
            {
                "label": view.label,
                "url": f"?{view.query}" if view.query else self.request.path,
                "current": dict(parse_qsl(view.query)) == here,
            }
            for view in self.views
        ]

    # -- answering --

    def respond(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
        """The page with this table, or the file when the address says `export=csv` or `export=xlsx`."""
        wanted = self.request.GET.get("export", "")
        if wanted in export.FORMATS:
            return self.download(wanted)
        return render(self.request, template, {"table": self, **(context or {})})

    def download(self, wanted: str) -> HttpResponse:
        columns = [column for column in self.columns if not column.no_export]
        labels = [str(column.label) for column in columns]
        lines = ([column.exported(row) for column in columns] for row in self._every_row())
        return export.response(wanted, self.name, labels, lines, [column.kind for column in columns])

    # -- inner works --

    def _ordered(self, rows: Any) -> Any:
        column = next((c for c in self.columns if c.name == self.sort.removeprefix("-") and c.order), None)
        backwards = self.sort.startswith("-")
        if not isinstance(rows, QuerySet):
            if column is None:
                return rows
            return sorted(rows, key=lambda row: _sortable(column.value(row)), reverse=backwards)
        if column is None:
            return rows if rows.ordered else rows.order_by("pk")
        return rows.order_by(*(_turned(field, backwards) for field in column.order), "pk")

    def _every_row(self) -> Iterable[Any]:
        return self.rows.iterator(chunk_size=2000) if isinstance(self.rows, QuerySet) else self.rows

    @property
    def _has_totals(self) -> bool:
        return any(column.total for column in self.columns)

    @cached_property
    def _sums(self) -> dict[str, Any]:
        """`rows`, how many there are, and `sum_…` of each column that asks for its total."""
        summed = {f"sum_{column.name}": column.total for column in self.columns if column.total}
        if isinstance(self.rows, QuerySet):
            sums: dict[str, Any] = {name: Sum(field) for name, field in summed.items()}
            return self.rows.order_by().aggregate(rows=Count("*"), **sums)
        return {name: sum(getattr(row, field) or 0 for row in self.rows) for name, field in summed.items()}

    def _row_text(self, row: Any) -> str:
        return " ".join(column.text(column.value(row)) for column in self.columns).lower()


def _turned(field: str, backwards: bool) -> str:
    if not backwards:
        return field
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is None, value.lower() if isinstance(value, str) else value if value is not None else 0)
