"""The rules that import-linter cannot see. Each failure names the file and what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db.models import Field
from django.urls import URLPattern, URLResolver, get_resolver

from werkstatt.config.home import CHECKOUT

SOURCE = CHECKOUT / "werkstatt"
LONGEST_FILE = 400
LONGEST_TEMPLATE = 120
FLOORS = ("foundation", "services", "rooms", "surfaces")
FOUNDATION = ("kernel", "look", "people", "events", "programme", "trail")
OURS = [app for app in apps.get_app_configs() if app.name.startswith("werkstatt.")]


def _files(pattern: str) -> Iterator[Path]:
    for path in sorted(SOURCE.rglob(pattern)):
        if not {"migrations", "node_modules", "dist", "static"} & set(path.parts):
            yield path


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def _height(app: AppConfig) -> tuple[int, int, str]:
    """Floor, place on the floor (only the foundation is ordered), name."""
    _root, floor, name = app.name.split(".")
    return FLOORS.index(floor), FOUNDATION.index(name) if floor == "foundation" else 0, name


def _may_point(source: AppConfig, target: AppConfig) -> bool:
    if source is target or not target.name.startswith("werkstatt."):
        return True
    here, there = _height(source), _height(target)
    return there[0] < here[0] or (here[0] == there[0] == 0 and there[1] < here[1])


def test_relations_look_down_or_stay_home():
    wrong = [
        f"{field.model.__name__}.{field.name} -> {field.related_model.__name__}: move the noun down a floor"
        for app in OURS
        for model in app.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field)
        and field.related_model is not None
        and not _may_point(app, field.related_model._meta.app_config)
    ]
    assert wrong == []


def test_views_neither_write_nor_query_by_themselves():
    """Views ask queries and call actions. `.objects` and `.save(` belong into queries.py and actions.py."""
    found = []
    for path in _files("*.py"):
        parts = path.relative_to(SOURCE).parts
        if "tests" in parts or not ({"views"} & set(parts) or path.name == "views.py"):
            continue
        found += [
            f"{_name(path)}:{node.lineno} uses .{node.attr}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "bulk_create"}
        ]
    assert found == []


def test_no_file_is_too_long():
    python = {_name(path): path.read_text().count("\n") for path in _files("*.py")}
    templates = {_name(path): path.read_text().count("\n") for path in _files("*.html")}
    too_long = {name: lines for name, lines in python.items() if lines > LONGEST_FILE}
    too_long |= {name: lines for name, lines in templates.items() if lines > LONGEST_TEMPLATE}
    assert too_long == {}


def test_every_room_says_what_it_is():
    missing = [app.name for app in OURS if not (Path(app.path) / "README.md").exists()]
    assert missing == []


def test_nothing_is_called_by_an_empty_name():
    junk = {"utils", "helpers", "misc", "common", "manager", "managers", "util", "helper"}
    assert [_name(path) for path in _files("*") if path.stem in junk and path.suffix in {".py", ""}] == []


def test_templates_carry_no_inline_script_or_style():
    """The content security policy forbids both; the browser would drop them silently. Mails are not pages."""
    inline = re.compile(r"<script(?![^>]*\b(src=|type=\"(application/(ld\+)?json)\"))|\son\w+=\"|<style\b|\sstyle=\"")
    found = [
        f"{_name(path)}: {match.group(0).strip()}"
        for path in _files("*.html")
        if "mails" not in path.parts and "mail" not in path.stem
        for match in inline.finditer(path.read_text())
    ]
    assert found == []


def test_no_page_asks_a_stranger():
    """Fonts, scripts, styles, pictures: all from us."""
    stranger = re.compile(r"(?:src|srcset|action|data-src)=\"(?:https?:)?//[^\"]+|<link[^>]+href=\"(?:https?:)?//")
    found = [
        f"{_name(path)}: {match.group(0)}" for path in _files("*.html") for match in stranger.finditer(path.read_text())
    ]
    assert found == []


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


def test_templates_link_only_to_addresses_that_exist():
    known = set(_names(get_resolver()))
    link = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")
    broken = [
        f"{_name(path)}: {name}"
        for path in _files("*.html")
        for name in link.findall(path.read_text())
        if name not in known
    ]
    assert broken == []


def test_no_address_has_two_meanings_in_one_room():
    names = [name for name in _names(get_resolver()) if ":" in name]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert twice == []


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.label)
def test_an_app_is_called_like_its_folder(app: AppConfig):
    assert app.label == Path(app.path).name
