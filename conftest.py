"""Every test stands on a real PostgreSQL: the embedded one, started here if it is down, one database per worker."""

import pytest

from werkstatt.config.database import ensure_database

pytest_plugins = ["tests.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    ensure_database()
    from werkstatt.foundation.kernel import texts  # noqa: PLC0415  (needs the set-up Django)

    if not hasattr(config, "workerinput"):
        texts.compile_stale()
