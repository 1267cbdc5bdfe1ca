"""Columns: what stands in a cell, on the page and in an export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from werkstatt.foundation.look import signs

Kind = Literal["text", "long", "code", "number", "money", "day", "moment", "channel", "badge", "yes_no"]
CSS = {"number": "number", "money": "money", "day": "date", "moment": "date", "long": "long", "code": "code"}


WORDS: dict[str, Callable[[Any], str]] = {
    "money": signs.money,
    "number": signs.number,
    "day": signs.short_day,
    "moment": lambda value: f"{signs.short_day(value)}, {signs.clock(value)}",
    "yes_no": lambda value: _("ja") if value else _("nein"),
    "channel": lambda value: signs.channel_word(str(value)),
}
NOTHING = '<span class="table__none" aria-hidden="true">&ndash;</span><span class="kern-sr-only">{}</span>'


@cache
def _nothing(_language: str) -> SafeString:
    return format_html(NOTHING, _("keine Angabe"))


def addresses(page: str, *arguments: object) -> Callable[[object], str]:
    """Addresses of one page that differ in their last argument: `order = addresses("desk:order", slug)`, `order(row.code)`.

    A list has hundreds of them, so the table of all addresses is asked once.
    """
    before, _zero, after = reverse(page, args=[*arguments, 0]).rpartition("0")
    return lambda last: f"{before}{quote(str(last))}{after}"


@dataclass(frozen=True)
class Column:
    """One column.

    `get` is a dotted path (`organisation.name`) or a function of the row; without it, the attribute called `name`.
    `sort` names the order of the database (one or several fields); without it the column does not sort.
    `link` gives the address behind the cell; `note` a quiet second line; `tone` the tone of a badge.
    `show` draws the cell itself (safe HTML); the export then still takes `get`.
    `total` names the database field that is summed over the whole filtered set.
    """

    name: str
    label: Any
    kind: Kind = "text"
    get: str | Callable[[Any], Any] = ""
    sort: str | tuple[str, ...] = ()
    link: Callable[[Any], str | None] | None = None
    note: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str] | None = None
    show: Callable[[Any], SafeString] | None = None
    total: str = ""
    is_key: bool = False
    only_export: bool = False
    no_export: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) and self.sort else tuple(self.sort)

    @property
    def css(self) -> str:
        return " ".join(filter(None, ["key" if self.is_key else "", CSS.get(self.kind, "")]))

    @property
    def frame(self) -> tuple[SafeString, SafeString]:
        """What stands around the content of a cell: the key of a row is its heading."""
        if self.is_key:
            return format_html('<th scope="row" class="{}">', self.css), mark_safe("</th>")
        return format_html('<td class="{}">', self.css), mark_safe("</td>")

    def value(self, row: Any) -> Any:
        """The plain value, for exports and for sorting lists."""
        if callable(self.get):
            return self.get(row)
        value = row
        for part in (self.get or self.name).split("."):
            value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
            if value is None:
                return None
        return value() if callable(value) else value

    def text(self, value: Any) -> str:
        """The value as words of the page's language."""
        if value is None or value == "":
            return ""
        return WORDS.get(self.kind, str)(value)

    def cell(self, row: Any) -> SafeString:
        """The cell as HTML."""
        inner = conditional_escape(self.show(row)) if self.show else self._plain(row)
        if self.link and inner and (url := self.link(row)):
            inner = format_html('<a href="{}">{}</a>', url, inner)
        if self.note and (note := self.note(row)):
            inner = format_html('{}<span class="table__note">{}</span>', inner, note)
        return inner or _nothing(signs.language())

    def _plain(self, row: Any) -> SafeString:
        value = self.value(row)
        if value is None or value == "":
            return mark_safe("")
        if self.kind == "channel":
            return signs.channel(str(value))
        text = self.text(value)
        if self.kind == "badge" or self.tone:
            return format_html(
                '<span class="badge badge--{}">{}</span>', self.tone(row) if self.tone else "plain", text
            )
        return conditional_escape(text)

    def exported(self, row: Any) -> str | int | float | Decimal | date | datetime | None:
        """A typed value for a spreadsheet: money in euros, moments in local time without zone."""
        value = self.value(row)
        if value is None or value == "":
            return None
        match self.kind:
            case "money":
                return Decimal(value) / 100
            case "number" if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                return value
            case "day" | "moment" if isinstance(value, datetime):
                local = timezone.localtime(value) if timezone.is_aware(value) else value
                return local.replace(tzinfo=None) if self.kind == "moment" else local.date()
            case "day" if isinstance(value, date):
                return value
        return self.text(value)
