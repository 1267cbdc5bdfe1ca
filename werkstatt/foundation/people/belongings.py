"""What the house holds about a person, asked of everybody who holds something.

Rooms above register once, in `apps.py`::

    belongings.register(Belonging("registration", export=..., obstacles=..., erase=...))

so that people need not know them, and a person gets one file and one answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from werkstatt.foundation.people.models import Person

Export = Callable[[Person], object]
Obstacles = Callable[[Person, datetime], list[str]]
Erase = Callable[[Person, datetime], None]


@dataclass(frozen=True)
class Belonging:
    """`export`: plain data for JSON; `obstacles`: sentences why not now; `erase`: remove what names the person."""

    name: str
    export: Export
    obstacles: Obstacles | None = None
    erase: Erase | None = None


_registered: dict[str, Belonging] = {}


def register(belonging: Belonging) -> None:
    _registered[belonging.name] = belonging


def exports(person: Person) -> dict[str, object]:
    return {name: belonging.export(person) for name, belonging in sorted(_registered.items())}


def obstacles(person: Person, *, now: datetime) -> list[str]:
    return [
        reason
        for belonging in _registered.values()
        if belonging.obstacles is not None
        for reason in belonging.obstacles(person, now)
    ]


def erase(person: Person, *, now: datetime) -> None:
    for belonging in _registered.values():
        if belonging.erase is not None:
            belonging.erase(person, now)
