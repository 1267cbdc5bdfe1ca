"""Writing values of their own into many rows: one statement, and no page of CASE WHEN to compile for it.

Like `QuerySet.update` these send no signal.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def set_each(model: type[Model], field: str, values: Mapping[int, int | None], **same: Any) -> int:
    """Set `field` by primary key, and the fields of `same` to one value in all these rows. Returns how many there were."""
    return _update(model, list(values), {field: list(values.values())}, same)


def write_back(objects: Sequence[Model], *fields: str) -> int:
    """Write these fields of objects of one model, as `bulk_update` does. Returns how many rows there were."""
    if not objects:
        return 0
    model = type(objects[0])
    columns = {name: [getattr(each, _field(model, name).attname) for each in objects] for name in fields}
    return _update(model, [each.pk for each in objects], columns, {})


def _update(
    model: type[Model], keys: Sequence[int], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any]
) -> int:
    if not keys:
        return 0
    own, shared = [_field(model, name) for name in columns], [_field(model, name) for name in same]
    changes = [f"{_column(field)} = given.{_column(field)}" for field in own]
    changes += [f"{_column(field)} = %s" for field in shared]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in own)
    names = ", ".join(_column(field) for field in own)
    table, key = _quoted(model._meta.db_table), _column(_field(model, "pk"))  # noqa: SLF001  (public API)
    statement = (
        f"UPDATE {table} SET {', '.join(changes)}"  # noqa: S608  (names of our own, quoted)
        f" FROM unnest(%s::bigint[], {arrays}) AS given(row_key, {names}) WHERE {table}.{key} = given.row_key"
    )
    values = [_stored(field, values) for field, values in zip(own, columns.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same.values(), list(keys), *values])
        return int(cursor.rowcount)


def _stored(field: "Field[Any, Any]", values: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for value in values]


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    meta = model._meta  # noqa: SLF001  (public API)
    field = meta.pk if name == "pk" else meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        message = f"{meta.label}.{name} has no column"
        raise TypeError(message)
    return field


def _column(field: "Field[Any, Any]") -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
