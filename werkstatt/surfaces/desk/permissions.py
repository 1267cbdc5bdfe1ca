"""Who may see and do what at the desk of an edition: the role rows are read once, then the table answers."""

from dataclasses import dataclass

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor, kinds_of
from werkstatt.foundation.people.models import Person
from werkstatt.surfaces.desk.choices import WORKS_IN, Area


@dataclass(frozen=True)
class Desk:
    """One person at the desk of one edition."""

    edition: Edition
    person: Person
    kinds: frozenset[RoleKind]

    def may(self, area: Area) -> bool:
        return self.person.is_superuser or bool(self.kinds & WORKS_IN[area])

    @property
    def areas(self) -> set[str]:
        """For templates: `{% if "book_money" in desk.areas %}`."""
        return {area.value for area in Area if self.may(area)}


def desk_of(visitor: Visitor, edition: Edition) -> Desk | None:
    """The visitor's desk in this edition, or None without any role there."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return None
    kinds = kinds_of(visitor, edition)
    return Desk(edition, visitor, kinds) if kinds or visitor.is_superuser else None
