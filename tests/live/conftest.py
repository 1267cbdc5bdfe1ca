"""The whole web process in a thread of the test, on the test's database: pages, streams, commands."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.cast import Cast, make_cast
from werkstatt.rooms.stage.actions import drawing
from werkstatt.services.live.tests.proxy import Proxy, line_to_postgres
from werkstatt.services.live.tests.serving import Served


@pytest.fixture(autouse=True)
def _drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls are drawn right after the votes, not a third of a second later."""
    monkeypatch.setattr(drawing, "PAUSE_SECONDS", 0)


@pytest.fixture
def web(transactional_db: Any) -> Iterator[Served]:
    from werkstatt.config.asgi import application

    process = Served(application)
    yield process
    process.stop()


@pytest.fixture
def line(transactional_db: Any) -> Iterator[Proxy]:
    """Ask for it before `web`: what the web process has to its database."""
    with line_to_postgres() as proxy:
        yield proxy


@pytest.fixture
def cast(web: Served) -> Cast:
    return make_cast()
