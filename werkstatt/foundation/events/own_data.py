"""What this room holds about a person: days she takes part in, roles at the desk."""

from datetime import datetime

from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import ParticipationState, RoleKind
from werkstatt.foundation.events.models import Role
from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person


def export(person: Person) -> object:
    days = person.participations.select_related("day__edition").order_by("day__on")
    return {
        "days": [
            {
                "edition": each.day.edition.title,
                "on": each.day.on,
                "channel": each.channel,
                "state": each.state,
                "began_at": each.began_at,
                "ended_at": each.ended_at,
            }
            for each in days
        ],
        "roles": [
            {"edition": role.edition.title, "role": role.kind} for role in person.roles.select_related("edition")
        ],
    }


def obstacles(person: Person, now: datetime) -> list[str]:
    reasons = []
    active = person.participations.filter(state=ParticipationState.ACTIVE).select_related("day__edition")
    if any(each.day.ends_at >= now for each in active):
        reasons.append(_("Sie sind für kommende Tage angemeldet. Bitte sagen Sie diese Plätze zuerst ab."))
    organised = Role.objects.filter(person=person, kind=RoleKind.ORGANISER).select_related("edition")
    alone = [role.edition.title for role in organised if not _others_organise(role)]
    sentence = _("Sie organisieren „%(title)s“ allein. Bitte übergeben Sie zuerst.")
    reasons.extend(sentence % {"title": title} for title in alone)
    return reasons


def _others_organise(role: Role) -> bool:
    others = role.edition.roles.filter(kind=RoleKind.ORGANISER).exclude(person=role.person)
    return others.exists()


def erase(person: Person, now: datetime) -> None:
    person.roles.all().delete()


BELONGING = Belonging("events", export=export, obstacles=obstacles, erase=erase)
