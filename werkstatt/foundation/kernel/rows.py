"""Writing a value of its own into each of many rows: one statement, and no page of CASE WHEN to compile for it."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def set_each(model: type[Model], field: str, values: Mapping[int, int | None], **same: Any) -> int:
    """Set `field` (an integer or a foreign key) by primary key, and the fields of `same` to one value in all these rows.

    Returns how many rows there were. Like `QuerySet.update` it sends no signal.
    """
    if not values:
        return 0
    meta = model._meta  # noqa: SLF001  (public API)
    changes = [f"{_column(model, field)} = given.value", *(f"{_column(model, name)} = %s" for name in same)]
    statement = (
        f"UPDATE {_quoted(meta.db_table)} SET {', '.join(changes)}"  # noqa: S608  (names of our own, quoted)
        " FROM unnest(%s::bigint[], %s::bigint[]) AS given(key, value)"
        f" WHERE {_quoted(meta.db_table)}.{_column(model, 'pk')} = given.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same.values(), list(values), list(values.values())])
        return int(cursor.rowcount)


def _column(model: type[Model], name: str) -> str:
    meta = model._meta  # noqa: SLF001  (public API)
    field = meta.pk if name == "pk" else meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        message = f"{meta.label}.{name} has no column"
        raise TypeError(message)
    return _quoted(field.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
