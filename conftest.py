"""Every test stands on a real PostgreSQL: the embedded one, started here if it is down, one database per worker."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings

from werkstatt.config.database import ensure_database

pytest_plugins = ["tests.house", "tests.browser", "tests.mail", "tests.journeys.accessibility", "tests.journeys.panel"]


def pytest_configure(config: pytest.Config) -> None:
    ensure_database()
    from werkstatt.foundation.kernel import texts  # noqa: PLC0415  (needs the set-up Django)

    if not hasattr(config, "workerinput"):
        texts.compile_stale()


_flush = DatabaseOperations.sql_flush
NEVER_EMPTIED = ("billing_document", "billing_documentline", "billing_rendering", "billing_payment")


def _flush_documents_too(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
    """Between two tests with real transactions documents, too, may be emptied, and no job outlives its test."""
    mine = [table for table in NEVER_EMPTIED if table in tables]
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in mine]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in mine]
    return [*off, *_flush(self, style, tables, **options), *on, "TRUNCATE procrastinate_jobs CASCADE;"]


DatabaseOperations.sql_flush = _flush_documents_too  # type: ignore[method-assign,assignment]


# Examples are found by what they break, not by how long a busy machine takes over one of them.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _in_german() -> Iterator[None]:
    """Every test begins in the language of the house, whatever the one before it spoke."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield
