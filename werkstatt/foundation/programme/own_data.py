"""What this room holds about a person: her plan, and her page as a speaker."""

from datetime import datetime

from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Speaker


def export(person: Person) -> object:
    speaker = Speaker.objects.filter(person=person).values("name", "organisation_name", "position", "about").first()
    plan = person.stars.order_by("created_at").values("session__title", "session__edition__title", "created_at")
    return {"plan": list(plan), "speaker": speaker}


def erase(person: Person, now: datetime) -> None:
    """The plan goes; a speaker's page belongs to the published programme and is only unlinked."""
    person.stars.all().delete()
    Speaker.objects.filter(person=person).update(person=None)


BELONGING = Belonging("programme", export=export, erase=erase)
