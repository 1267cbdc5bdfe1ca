"""The texts: German in the source, English beside it in <app>/locale/en. Works without the gettext programs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDERS = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*\}")
HEADER = """\
# English of the German texts in this app. German is the msgid; write the English as msgstr.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass
class Faults:
    """What keeps an app from being complete in English."""

    missing: list[str] = field(default_factory=list)
    outdated: bool = False
    placeholders: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        if self.outdated:
            yield "the .po file is not what the source says: run bin/manage texts"
        yield from (f"no English for: {text}" for text in self.missing)
        yield from (f"placeholders differ: {text}" for text in self.placeholders)


def app_folders() -> list[Path]:
    return [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("werkstatt.")]


def po_path(folder: Path) -> Path:
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


def extract(folder: Path) -> Catalog:
    """Every German text of one app, with the files it comes from."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.suffix not in {".py", ".html", ".txt"} or {"tests", "migrations", "static"} & set(place.parts):
            continue
        for found, context in _messages(path):
            catalog.add(found, locations=[(place.as_posix(), 1)], context=context)
    return catalog


def merged(folder: Path, known: dict[str, Message]) -> Catalog:
    """What the .po file should hold: all texts of the source with the English we have, here or in another app."""
    found, earlier = extract(folder), read(folder)
    result = Catalog(fuzzy=False)
    for message in found:
        if not message.id:
            continue
        before = earlier.get(message.id, message.context) or known.get(_name(message))
        english = before.string if before is not None and _fits(before, message) else None
        result.add(message.id, english, locations=message.locations, context=message.context)
    return result


def read(folder: Path) -> Catalog:
    path = po_path(folder)
    return read_po(BytesIO(path.read_bytes())) if path.exists() else Catalog(fuzzy=False)


def rendered(catalog: Catalog) -> str:
    """The .po file as text: no dates, no line numbers, so that two branches rarely meet in it."""
    buffer = BytesIO()
    write_po(
        buffer, catalog, width=118, sort_by_file=True, omit_header=True, include_lineno=False, ignore_obsolete=True
    )
    return HEADER + buffer.getvalue().decode().rstrip() + "\n"


def known_texts() -> dict[str, Message]:
    return {
        _name(message): message
        for folder in app_folders()
        for message in read(folder)
        if message.id and _english(message)
    }


def faults(folder: Path) -> Faults:
    catalog = merged(folder, {})
    result = Faults()
    current = po_path(folder).read_text() if po_path(folder).exists() else ""
    result.outdated = current != (rendered(catalog) if len(catalog) else "")
    for message in catalog:
        german = _name(message)
        if not message.id:
            continue
        if not _english(message) or message.fuzzy:
            result.missing.append(german)
        elif any(_placeholders(text) - _placeholders(*_forms(message.id)) for text in _forms(message.string)):
            result.placeholders.append(german)
    return result


def disagreements(folders: list[Path]) -> list[str]:
    """Texts that are English in two ways. Django merges all apps into one catalogue: a context tells them apart."""
    found: dict[str, dict[str, list[str]]] = {}
    for folder in folders:
        for message in read(folder):
            if message.id and _english(message):
                ways = found.setdefault(_name(message), {})
                ways.setdefault(_forms(message.string)[0], []).append(folder.name)
    return [
        f"{german}: " + ", ".join(f"{english} ({', '.join(names)})" for english, names in ways.items())
        for german, ways in sorted(found.items())
        if len(ways) > 1
    ]


def write(folder: Path) -> None:
    catalog = merged(folder, known_texts())
    path = po_path(folder)
    if len(catalog):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(catalog))
    else:
        path.unlink(missing_ok=True)


def compile_stale() -> int:
    """Compile every .po that is newer than its .mo; how many there were.

    Besides our English there may be German for texts of a library (`locale/de`), in our own tone.
    """
    count = 0
    for po in (path for folder in app_folders() for path in sorted(folder.glob("locale/*/LC_MESSAGES/django.po"))):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            buffer = BytesIO()
            with po.open("rb") as file:
                write_mo(buffer, read_po(file))
            draft = mo.with_suffix(".mo.draft")
            draft.write_bytes(buffer.getvalue())
            draft.replace(mo)
            count += 1
    return count


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text()
    if path.suffix != ".py":
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    calls = extract_python(BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, texts, _comments in calls:
        values = [texts] if isinstance(texts, str) else list(texts)
        spec = KEYWORDS[str(function)] or (1,)
        context = next((values[part[0] - 1] for part in spec if isinstance(part, tuple)), None)
        wanted = [values[part - 1] for part in spec if isinstance(part, int) and part <= len(values)]
        if wanted and all(wanted):
            yield (wanted[0] if len(wanted) == 1 else tuple(wanted)), context


def _name(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}|{text}" if message.context else str(text)


def _forms(texts: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else [str(text) for text in texts or []]


def _english(message: Message) -> bool:
    forms = _forms(message.string)
    return bool(forms) and all(forms)


def _fits(before: Message, now: Message) -> bool:
    return len(_forms(before.id)) == len(_forms(now.id)) and _english(before)


def _placeholders(*texts: str) -> set[str]:
    return {found for text in texts for found in PLACEHOLDERS.findall(text)}
