"""A template that only tests put."""

import pytest
from django.apps import apps
from django.db import connection
from django.template import engines
from django.template.loaders import cached
from django.test import TransactionTestCase

from werkstatt.services.live.tests.serving import Served

TABLES = [model._meta.db_table for model in apps.get_app_config("live").get_models()]
PIECES = {
    "live/tests/piece.html": '{% load i18n %}<li id="{{ id }}" data-order="{{ order }}">{{ name }} {% translate "Sunday" %}</li>\n'
}


@pytest.fixture(autouse=True)
def _pieces(monkeypatch):
    """Offer PIECES beside the installed templates."""
    from django.template.loaders.locmem import Loader

    engine = engines["django"].engine  # type: ignore[attr-defined]
    (outer,) = engine.template_loaders
    assert isinstance(outer, cached.Loader)
    monkeypatch.setattr(outer, "loaders", [Loader(engine, PIECES), *outer.loaders])
    outer.reset()
    yield
    outer.reset()


def _empty_the_log(_case: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")


@pytest.fixture
def log(monkeypatch, transactional_db):
    """The log with real commits. Afterwards it alone is emptied: much quicker than emptying every table."""
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", _empty_the_log)


@pytest.fixture
def serve(log):
    """`serve()` starts a web process with the live part alone, on the test's database."""
    processes: list[Served] = []

    def start() -> Served:
        processes.append(Served())
        return processes[-1]

    yield start
    for process in processes:
        process.stop()


@pytest.fixture
def served(serve):
    return serve()
