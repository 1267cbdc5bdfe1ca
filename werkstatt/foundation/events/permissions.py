"""Who may do what in an edition. A platform owner may do everything; anonymous visitors nothing here."""

from django.contrib.auth.models import AnonymousUser

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import Person

Visitor = Person | AnonymousUser


def kinds_known(visitor: Person, edition: Edition) -> frozenset[RoleKind]:
    """Her roles, if the edition came from `queries.editions_with_desk_for` this visitor; else none."""
    if getattr(edition, "roles_of", None) != visitor.pk:
        return frozenset()
    return frozenset(map(RoleKind, edition.role_kinds))  # type: ignore[attr-defined]


def kinds_of(visitor: Person, edition: Edition) -> frozenset[RoleKind]:
    """Her roles in the edition."""
    known = kinds_known(visitor, edition)
    return known or frozenset(map(RoleKind, visitor.roles.filter(edition=edition).values_list("kind", flat=True)))


def has_role(visitor: Visitor, edition: Edition, *kinds: RoleKind) -> bool:
    """True if the visitor holds one of `kinds` in the edition (or owns the platform)."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return False
    return visitor.is_superuser or not kinds_of(visitor, edition).isdisjoint(kinds)


def can_enter_desk(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, *RoleKind)


def can_edit_edition(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER)


def can_edit_programme(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.PROGRAMME)


def can_see_people(visitor: Visitor, edition: Edition) -> bool:
    """Names, days and channels; never money or support needs."""
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.FINANCE, RoleKind.DOOR)


def can_see_money(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.FINANCE)


def can_book_money(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER, RoleKind.FINANCE)


def can_see_support_needs(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER)


def can_switch_channel(visitor: Visitor, edition: Edition) -> bool:
    return has_role(visitor, edition, RoleKind.ORGANISER)


def can_create_edition(visitor: Visitor) -> bool:
    """Owners, and whoever organises an earlier edition of some series."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return False
    return visitor.is_superuser or visitor.roles.filter(kind=RoleKind.ORGANISER).exists()
