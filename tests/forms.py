"""The forms of a page as a browser would send them, read from its HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import resolve

SOUND = {
    "date": "2022-05-02",
    "time": "10:00",
    "datetime-local": "2022-05-02T10:00",
    "number": "1",
    "email": "a@b.example",
    "url": "https://a.example/",
    "text": "Probe",
    "search": "Probe",
    "textarea": "Ein Satz.",
}
SECRET = "csrfmiddlewaretoken"
IGNORED_TYPES = {"file", "image", "reset"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # its type: "text", "date", "hidden", … or "select", "textarea"
    value: str


@dataclass
class Form:
    """One form: where it goes, what it sends untouched, and the buttons that may be pressed."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    unchosen: dict[str, Field] = field(default_factory=dict)  # choices nobody made yet, by name

    @property
    def kind(self) -> tuple[str, ...]:
        """What forms have in common that fail alike."""
        names = {re.sub(r"\d+", "#", name) for name in [*self.names, *(f"{n}={v}" for n, v in self.buttons)]}
        return (resolve(urlsplit(self.action).path).view_name, *sorted(names))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys([each.name for each in self.fields] + list(self.unchosen)))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Everything at once that the form could send, every choice and every button."""
        return [(each.name, each.value) for each in [*self.fields, *self.unchosen.values()]] + self.buttons

    @property
    def controls(self) -> list[Field]:
        """Every field once, also the choices nobody made yet."""
        return list({each.name: each for each in [*self.unchosen.values(), *self.fields]}.values())

    def sound(self, button: tuple[str, str] | None = None) -> dict[str, list[str]]:
        """What goes off when somebody fills in what is empty."""
        filled = {
            name: [value or SOUND.get(each.kind, "") for value in values]
            for name, values in self.sent(button).items()
            for each in [next((one for one in self.fields if one.name == name), Field(name, "", ""))]
        }
        return {name: [each.value] for name, each in self.unchosen.items()} | filled

    def sent(self, button: tuple[str, str] | None = None) -> dict[str, list[str]]:
        """What goes off when nothing is touched and this button is pressed."""
        values: dict[str, list[str]] = {}
        for each in self.fields:
            values.setdefault(each.name, []).append(each.value)
        if button is not None:
            values.setdefault(button[0], []).append(button[1])
        return values


class _Reader(HTMLParser):
    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]], bool] | None = None
        self._textarea: tuple[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("method", "").lower() == "post":
            self._form = Form(urlsplit(values.get("action") or self.address).path or self.address)
        elif tag == "option" and self._select is not None:
            self._select[1].append((values.get("value", ""), "selected" in values))
        elif self._form is not None and values.get("name", SECRET) != SECRET and "disabled" not in values:
            self._control(tag, values)

    def _control(self, tag: str, values: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = values["name"], values.get("type", "text")
        if tag == "button" or (tag == "input" and kind == "submit"):
            self._form.buttons.append((name, values.get("value", "")))
        elif tag == "select":
            self._select = (name, [], "multiple" in values)
        elif tag == "textarea":
            self._textarea = (name, "")
        elif tag == "input" and kind in {"checkbox", "radio"} and "checked" not in values:
            self._form.unchosen.setdefault(name, Field(name, kind, values.get("value", "on")))
        elif tag == "input" and kind not in IGNORED_TYPES:
            self._form.fields.append(Field(name, kind, values.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea = (self._textarea[0], self._textarea[1] + data)

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "form":
            self.forms.append(self._form)
            self._form = None
        elif tag == "textarea" and self._textarea is not None:
            self._form.fields.append(Field(self._textarea[0], "textarea", self._textarea[1].removeprefix("\n")))
            self._textarea = None
        elif tag == "select" and self._select is not None:
            name, options, is_multiple = self._select
            chosen = [value for value, is_selected in options if is_selected] or (
                [] if is_multiple else [value for value, _ in options[:1]]
            )
            self._form.fields += [Field(name, "select", value) for value in chosen]
            self._select = None


def forms_of(page: str, address: str) -> Iterator[Form]:
    """The forms of a page that send by POST."""
    yield from _Reader(page, address).forms
