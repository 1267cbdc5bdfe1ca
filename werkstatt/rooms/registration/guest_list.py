"""A list of people as text: pasted from a table, a CSV file, or addresses as mail programs write them. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from werkstatt.rooms.registration.entries import PersonEntry

# What the first line of a table may call its columns.
HEADINGS = {
    "first_name": {"vorname", "first name", "firstname", "given name", "first"},
    "last_name": {"nachname", "name", "familienname", "last name", "lastname", "surname", "family name", "last"},
    "email": {"e-mail", "email", "mail", "e-mail-adresse", "mailadresse", "email address", "e-mail address"},
    "function": {"funktion", "position", "amt", "rolle", "function", "role"},
}
COLUMNS = ["first_name", "last_name", "email", "function"]
ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]{2,}")
MAILBOX = re.compile(r"\s*\"?([^\"<]*?)\"?\s*<([^<>]+)>\s*")
LONGEST = {"first_name": 100, "last_name": 100, "email": 254, "function": 150}
MOST_LINES = 20_000


@dataclass(frozen=True)
class Fault:
    """A line that could not be taken over: where it stands, what is wrong (a kind), and the line itself."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class GuestList:
    people: list[PersonEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)

    @property
    def rest(self) -> str:
        """What was not taken over, to be mended and sent again."""
        return "\n".join([*(fault.text for fault in self.faults), *self.left_over])


def read(text: str, *, known: set[str] | None = None, room: int = MOST_LINES) -> GuestList:
    """Read people, line by line; good lines are kept whatever stands in the others.

    `known` holds addresses (lower case) that are in the order already; `room` is how many people still fit.
    """
    seen, guests = set(known or ()), GuestList()
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns, first = _columns(lines)
    for number, line in enumerate(lines[first:MOST_LINES], start=first + 1):
        if not line.strip(" \t;,"):
            continue
        entry = _entry(line, columns)
        if kind := _fault(entry, seen):
            guests.faults.append(Fault(number, kind, line))
        elif len(guests.people) >= room:
            guests.left_over.append(line)
        else:
            seen.add(entry.email.lower())
            guests.people.append(entry)
    guests.left_over.extend(line for line in lines[max(first, MOST_LINES) :] if line.strip())
    return guests


def decode(content: bytes) -> str:
    """Text of an uploaded file: UTF-8, or what German spreadsheets save (Windows-1252)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(lines: list[str]) -> tuple[list[str], int]:
    """The columns in their order, and the number of the first line that holds people."""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        heads = [cell.strip().lower() for cell in _cells(line)]
        names = [next((key for key, words in HEADINGS.items() if head in words), "") for head in heads]
        return (names, number + 1) if "email" in names else (COLUMNS, number)
    return COLUMNS, 0


def _entry(line: str, columns: list[str]) -> PersonEntry:
    if match := MAILBOX.fullmatch(line.rstrip(" ;,")):
        name, email = match[1].strip(), match[2].strip()
        last, comma, first = name.partition(",")
        if not comma:
            first, _, last = name.rpartition(" ")
        return PersonEntry(first.strip(), last.strip(), email)
    cells = {name: cell.strip() for name, cell in zip(columns, _cells(line), strict=False) if name}
    return PersonEntry(**{"first_name": "", "last_name": "", "email": "", **cells})  # type: ignore[arg-type]


def _cells(line: str) -> list[str]:
    delimiter = max(";\t,", key=line.count)
    return next(_rows(line, delimiter), [])


def _rows(line: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader([line], delimiter=delimiter, strict=False)
    except csv.Error:
        yield line.split(delimiter)


def _fault(entry: PersonEntry, seen: set[str]) -> str:
    if not entry.email:
        return "no_email"
    if not ADDRESS.fullmatch(entry.email):
        return "wrong_email"
    if not (entry.first_name and entry.last_name):
        return "no_name"
    if any(len(getattr(entry, name)) > most for name, most in LONGEST.items()):
        return "too_long"
    return "twice" if entry.email.lower() in seen else ""
