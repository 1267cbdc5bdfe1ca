from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import gettext, ngettext, override

from werkstatt.foundation.kernel import texts

TEMPLATE = """{% load i18n %}
<p>{% translate "Zur Anmeldung" %}</p>
    {% blocktranslate with name=person.name trimmed %}
        Guten Tag, {{ name }}.
    {% endblocktranslate %}
  {% blocktranslate count n=places %}{{ n }} Platz{% plural %}{{ n }} Plätze{% endblocktranslate %}
{% translate "Karte" context "board" %} don't {# stumble #}
"""
PYTHON = 'from x import gettext_lazy as _\nERROR = _("Der Tag ist ausgebucht.")\nname = ngettext("%(n)d Tag", "%(n)d Tage", 2)\n'


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / "templates" / "room").mkdir(parents=True)
    (tmp_path / "templates" / "room" / "page.html").write_text(TEMPLATE)
    (tmp_path / "forms.py").write_text(PYTHON)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_forms.py").write_text('_("nur im Test")\n')
    return tmp_path


def test_texts_come_from_templates_and_python_but_not_from_tests(app):
    found = {(message.id, message.context) for message in texts.extract(app) if message.id}
    assert found == {
        ("Zur Anmeldung", None),
        ("Guten Tag, %(name)s.", None),
        (("%(n)s Platz", "%(n)s Plätze"), None),
        ("Karte", "board"),
        ("Der Tag ist ausgebucht.", None),
        (("%(n)d Tag", "%(n)d Tage"), None),
    }


def test_english_survives_a_new_run_and_faults_are_named(app):
    assert texts.faults(app).outdated
    texts.write(app)
    path = texts.po_path(app)
    path.write_text(
        path.read_text().replace('msgid "Zur Anmeldung"\nmsgstr ""', 'msgid "Zur Anmeldung"\nmsgstr "Register"')
    )
    texts.write(app)
    faults = texts.faults(app)
    assert (faults.outdated, len(faults.missing)) == (False, 5)
    assert "Zur Anmeldung" not in faults.missing
    path.write_text(path.read_text().replace('%(name)s."\nmsgstr ""', '%(name)s."\nmsgstr "Hello %(nome)s"'))
    assert texts.faults(app).placeholders == ["Guten Tag, %(name)s."]


def test_one_german_text_has_one_english_in_all_apps(tmp_path):
    """Django merges all catalogues into one: of two Englishes for a text the first app's would show everywhere."""
    folders = [tmp_path / "desk", tmp_path / "stage"]
    for folder, english in zip(folders, ("Castle", "Lock"), strict=True):
        folder.mkdir()
        (folder / "forms.py").write_text('_("Schloss")\npgettext("door", "Schloss")\n')
        texts.write(folder)
        path = texts.po_path(folder)
        path.write_text(path.read_text().replace('"Schloss"\nmsgstr ""', f'"Schloss"\nmsgstr "{english}"'))
    assert texts.disagreements(folders) == [
        "Schloss: Castle (desk), Lock (stage)",
        "door|Schloss: Castle (desk), Lock (stage)",
    ]
    assert texts.disagreements(folders[:1]) == []
    assert texts.disagreements(texts.app_folders()) == []


def test_an_app_without_texts_has_no_file(tmp_path):
    texts.write(tmp_path)
    assert not texts.po_path(tmp_path).exists()
    assert list(texts.faults(tmp_path).lines()) == []


def test_our_own_english_is_complete_and_works():
    assert isinstance(texts.read(texts.app_folders()[0]), Catalog)
    with override("en"):
        assert gettext("Diese Seite ist zu alt") == "This page is too old"
    with override("de"):
        assert gettext("Diese Seite ist zu alt") == "Diese Seite ist zu alt"
        assert ngettext("%d Tag", "%d Tage", 2) == "%d Tage"
