"""Filters of a table. Each reads its own parameters of the address; what makes no sense there is ignored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

Apply = Callable[[Any, Any], Any]


def narrow(rows: Any, lookup: str | Apply, value: Any) -> Any:
    """Apply one filter to a query set (or, with a function, to anything)."""
    if callable(lookup):
        return lookup(rows, value)
    if isinstance(rows, QuerySet):
        return rows.filter(**{lookup: value})
    return [row for row in rows if str(getattr(row, lookup, "")) == str(value)]


@dataclass(frozen=True)
class Choice:
    """One of several values. `lookup` is a filter of the database (`channel`, `order__state`) or `(rows, value) -> rows`."""

    name: str
    label: Any
    options: Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]
    lookup: str | Apply = ""

    def read(self, params: Mapping[str, str]) -> dict[str, str]:
        value = params.get(self.name, "")
        return {self.name: value} if value in {str(option) for option, _label in self._options()} else {}

    def apply(self, rows: Any, values: Mapping[str, str]) -> Any:
        return narrow(rows, self.lookup or self.name, values[self.name])

    def controls(self, values: Mapping[str, str]) -> list[dict[str, Any]]:
        chosen = values.get(self.name, "")
        options = [("", _("alle"), not chosen)] + [(str(v), label, str(v) == chosen) for v, label in self._options()]
        return [{"kind": "select", "name": self.name, "label": self.label, "options": options}]

    def _options(self) -> list[tuple[Any, Any]]:
        return list(self.options() if callable(self.options) else self.options)


@dataclass(frozen=True)
class Flag:
    """On or off: `Flag("overdue", _("überfällig"), lambda rows, _: rows.overdue())`."""

    name: str
    label: Any
    lookup: Apply

    def read(self, params: Mapping[str, str]) -> dict[str, str]:
        return {self.name: "1"} if params.get(self.name) == "1" else {}

    def apply(self, rows: Any, values: Mapping[str, str]) -> Any:
        return self.lookup(rows, values[self.name])

    def controls(self, values: Mapping[str, str]) -> list[dict[str, Any]]:
        return [{"kind": "flag", "name": self.name, "label": self.label, "checked": self.name in values}]


@dataclass(frozen=True)
class Days:
    """From one day to another, both included. `lookup` names a date field, or `created_at__date` of a moment."""

    name: str
    label: Any
    lookup: str = ""

    def read(self, params: Mapping[str, str]) -> dict[str, str]:
        return {key: params[key] for key in self._keys() if _day(params.get(key, ""))}

    def apply(self, rows: Any, values: Mapping[str, str]) -> Any:
        field = self.lookup or self.name
        for key, end in zip(self._keys(), ("gte", "lte"), strict=True):
            if key in values:
                rows = rows.filter(**{f"{field}__{end}": values[key]})
        return rows

    def controls(self, values: Mapping[str, str]) -> list[dict[str, Any]]:
        words = (_("%(label)s von"), _("%(label)s bis"))
        return [
            {"kind": "day", "name": key, "label": word % {"label": self.label}, "value": values.get(key, "")}
            for key, word in zip(self._keys(), words, strict=True)
        ]

    def _keys(self) -> tuple[str, str]:
        return f"{self.name}_from", f"{self.name}_to"


Filter = Choice | Flag | Days


def _day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
