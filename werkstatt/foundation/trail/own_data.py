"""What the trail holds about a person: which results she joined. After her erasure the link stays without a name."""

from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.trail.models import Link


def export(person: Person) -> object:
    return list(Link.objects.filter(made_by=person).values("source", "target", "relation", "made_at"))


BELONGING = Belonging("trail", export=export)
