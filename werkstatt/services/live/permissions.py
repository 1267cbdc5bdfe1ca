"""Who may look behind the streams."""

from django.contrib.auth.models import AnonymousUser

from werkstatt.foundation.people.models import Person


def can_see_operations(visitor: Person | AnonymousUser) -> bool:
    """The owners of the house."""
    return isinstance(visitor, Person) and visitor.is_active and visitor.is_superuser
