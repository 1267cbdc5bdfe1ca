"""A stage in numbers: what a reader wants to know first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from werkstatt.foundation.look import signs
from werkstatt.rooms.stage.equal_voice import Count
from werkstatt.rooms.stage.record_queries import Record


@dataclass(frozen=True)
class Number:
    label: str
    number: int
    note: str = ""


def numbers_of(record: Record) -> list[Number]:
    """Those that are not nothing."""
    voices, guests = record.count("voices"), record.count("guests")
    note = _by_channel(voices)
    if guests.total:
        note = _("%(channels)s; davon %(guests)s als Gäste mit Code") % {
            "channels": note,
            "guests": signs.number(guests.total),
        }
    answered = _("%(number)s beantwortet") % {"number": signs.number(len(record.answered))}
    numbers = [
        Number(_("Haben teilgenommen"), voices.total, note),
        Number(_("Fragen"), sum(1 + len(each.merged) for each in record.questions), answered),
        Number(_("Unterstützungen"), record.count("supports").total, _by_channel(record.count("supports"))),
        Number(_("Stimmen in Umfragen"), record.count("ballots").total, _by_channel(record.count("ballots"))),
        Number(_("Wortbeiträge"), record.count("turns").total, _by_channel(record.count("turns"))),
        Number(_("Reaktionen"), record.count("reactions").total, _by_channel(record.count("reactions"))),
    ]
    return [each for each in numbers if each.number]


def _by_channel(count: Count) -> str:
    facts = {"on_site": signs.number(count.on_site), "online": signs.number(count.online)}
    return _("%(on_site)s vor Ort, %(online)s online") % facts if count.total else ""
