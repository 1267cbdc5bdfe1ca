"""What this room itself holds about a person: for her file, and for her erasure."""

from datetime import datetime

from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person

SIGN_IN = ("emailaddress_set", "authenticator_set", "socialaccount_set")  # what the sign-in library keeps about her


def export(person: Person) -> object:
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "position": person.position,
        "language": person.language,
        "created_at": person.created_at,
        "last_login": person.last_login,
        "organisations": [
            {"name": each.organisation.name, "sector": each.organisation.sector, "position": each.position}
            for each in person.memberships.select_related("organisation")
        ],
        "consents": list(person.consents.values("purpose", "context", "wording", "given_at", "withdrawn_at")),
    }


def erase(person: Person, now: datetime) -> None:
    for name in SIGN_IN:
        if hasattr(person, name):
            getattr(person, name).all().delete()


BELONGING = Belonging("person", export=export, erase=erase)
