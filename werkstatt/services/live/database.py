"""The hub's own lines to PostgreSQL: asynchronous, beside Django's, to the same database."""

from typing import Any

import psycopg
from django.db import connections

CONNECT_SECONDS = 5
LINE = psycopg.AsyncConnection[tuple[Any, ...]]
# A cable that is cut says nothing: ask after 10 s of silence, give up after three unanswered questions.
KEEPALIVE = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3}


async def connect() -> LINE:
    """A new line with autocommit. Raises psycopg.OperationalError."""
    known = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
        known.pop(name, None)
    return await psycopg.AsyncConnection.connect(
        **{"connect_timeout": CONNECT_SECONDS, **KEEPALIVE, **known}, autocommit=True
    )
