"""Who works at the desk, who speaks, and what some already put on their plan."""

from datetime import datetime

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition, Role
from werkstatt.foundation.people import actions as people
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session, Speaker, Star
from werkstatt.surfaces.demo.personas import BY_KEY

STAFF = (
    ("organiser", "Renate", "Hollerbach", RoleKind.ORGANISER),
    ("finance", "Wolfgang", "Sailer", RoleKind.FINANCE),
    ("door", "Mia", "Kuhn", RoleKind.DOOR),
    ("moderator", "Lena", "Brandtner", RoleKind.FACILITATOR),
)
MORE = (("programm@werkstatt.example", "Tarek", "Mansour", RoleKind.PROGRAMME),)


def load_staff(edition: Edition, *, now: datetime) -> None:
    rows = [(BY_KEY[key].email, first, last, kind) for key, first, last, kind in STAFF] + list(MORE)
    for email, first, last, kind in rows:
        person = people.person_for(email=email, first_name=first, last_name=last, language="de", now=now)
        Role.objects.create(edition=edition, person=person, kind=kind)
    speaker = people.person_for(
        email=BY_KEY["speaker"].email, first_name="Jörg", last_name="Hasenfratz", language="de", now=now
    )
    Speaker.objects.filter(slug="joerg-hasenfratz").update(person=speaker)


def load_plans(edition: Edition, *, now: datetime) -> None:
    """The digital officer has a plan already, with one clash to solve."""
    officer = Person.objects.get(email=BY_KEY["officer"].email)
    codes = (
        "interaktives-schaufenster-ludwigsburg",
        "digitalstrategie-fuer-5000-einwohner",
        "ein-antrag-zehn-rathaeuser",
        "das-buendnis-nach-der-werkstatt",
    )
    sessions = Session.objects.filter(edition=edition, code__in=codes)
    Star.objects.bulk_create(Star(person=officer, session=session, created_at=now) for session in sessions)
