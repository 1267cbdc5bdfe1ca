"""A template that only tests put."""

import pytest
from django.template import engines
from django.template.loaders import cached

from werkstatt.services.live.tests.serving import Served

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


@pytest.fixture
def served(transactional_db):
    """A web process with the live part alone, on the test's database."""
    process = Served()
    yield process
    process.stop()
