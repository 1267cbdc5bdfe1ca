"""Claims: rows this session works on, each committed alone, while nobody else touches them.

The lock of a row ends with its transaction, so whatever is done under it is committed as a whole. A claim (an advisory lock
of the session) outlives commits: many rows are claimed and read at once, and each is done and committed by itself. It
ends when it is given back, or with the connection of a worker that died; nobody has to find out who did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SIDE_BY_SIDE = 8  # how many may claim of one table at the same time before the later ones find nothing free

CLAIM = """
SELECT due.key FROM ({rows}) AS due (key)
WHERE pg_try_advisory_lock(%s::regclass::oid::int, (due.key %% 2147483647)::int) LIMIT %s
"""
GIVE_BACK = (
    "SELECT pg_advisory_unlock(%s::regclass::oid::int, (key %% 2147483647)::int) FROM unnest(%s::bigint[]) AS key"
)


@contextmanager
def claimed(rows: QuerySet[Any], *, most: int) -> Iterator[list[int]]:
    """The primary keys of the first rows that nobody has claimed, ours until the end of the block.

    Read them anew inside, with the condition that made them eligible: whoever had one a moment ago may have done it.
    """
    table = connection.ops.quote_name(rows.model._meta.db_table)  # noqa: SLF001  (public API)
    window, values = rows.values_list("pk")[: most * SIDE_BY_SIDE].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(rows=window), [*values, table, most])
        keys = [key for (key,) in cursor.fetchall()]
    try:
        yield keys
    finally:
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [table, keys])
