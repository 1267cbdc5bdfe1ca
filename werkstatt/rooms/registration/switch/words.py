"""The log and the figures of a switch in words, in the page's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.people.models import LogEntry
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch
from werkstatt.rooms.registration.switch.figures import Difference
from werkstatt.rooms.registration.switch.queries import Answers, Sums

ANSWERS = {
    "accepted": gettext_lazy("angenommen"),
    "declined": gettext_lazy("abgesagt"),
    "expired": gettext_lazy("ohne Antwort"),
    "open": gettext_lazy("noch offen"),
    "none": gettext_lazy("kein Angebot"),
}
TONES = {"accepted": "success", "declined": "plain", "expired": "warning", "open": "info", "none": "plain"}

FIGURES = {
    "persons": gettext_lazy("Personen"),
    "orders": gettext_lazy("Anmeldungen"),
    "places": gettext_lazy("Plätze"),
    "documents": gettext_lazy("Belege, die storniert werden"),
    "cancelled_cents": gettext_lazy("Summe der Stornorechnungen"),
    "freed_cents": gettext_lazy("Bezahltes Geld, das frei wird"),
    "offers": gettext_lazy("Personen mit Angebot"),
    "offered_days": gettext_lazy("angebotene Tage"),
    "offered_cents": gettext_lazy("Preis aller angebotenen Tage"),
    "waiting": gettext_lazy("Personen in der Reihe, ohne Platz"),
}

MAILS = {
    "switch_closed": gettext_lazy("Storno und Angebot an die Anmeldenden"),
    "switch_offer": gettext_lazy("Persönliches Angebot"),
    "hall_opened": gettext_lazy("Plätze vor Ort an die Anmeldenden"),
    "hall_offer": gettext_lazy("Persönliches Angebot, wieder vor Ort"),
    "switch_answered": gettext_lazy("Antwort, Angebote noch offen"),
    "switch_settled": gettext_lazy("Alles geklärt, mit Rechnung und Rückzahlung"),
    "switch_expired": gettext_lazy("Frist vorbei, an die Person"),
}


def change_in_words(change: Difference) -> str:
    """`Personen: 120 statt 121`."""
    show = signs.money if change.is_money else signs.number
    facts = {"name": FIGURES[change.name], "after": show(change.after), "before": show(change.before)}
    return _("%(name)s: jetzt %(after)s statt %(before)s") % facts


SENTENCES = {
    "switch_started_close": gettext_lazy(
        "Saal geschlossen: %(persons)s Personen in %(orders)s Anmeldungen, %(cents)s."
    ),
    "switch_started_limit": gettext_lazy("Saal begrenzt: %(persons)s Personen in %(orders)s Anmeldungen, %(cents)s."),
    "switch_started_open": gettext_lazy("Saal wieder geöffnet: %(persons)s Personen in %(orders)s Anmeldungen."),
    "switch_worked_through": gettext_lazy("Alle Anmeldungen sind bearbeitet, alle Mails geschrieben."),
    "switch_finished": gettext_lazy("Alle Angebote sind geklärt. Der Vorgang ist abgeschlossen."),
    "places_switched": gettext_lazy("Anmeldung %(order)s: %(places)s beendet, %(cents)s storniert. %(documents)s"),
    "offer_accepted": gettext_lazy("Anmeldung %(order)s: %(persons)s nimmt an (%(places)s)."),
    "offer_declined": gettext_lazy("Anmeldung %(order)s: %(persons)s nimmt nicht an."),
    "offer_expired": gettext_lazy("Anmeldung %(order)s: ohne Antwort geblieben: %(persons)s."),
}


def summary(switch: ChannelSwitch, sums: Sums, answers: Answers) -> str:
    """The switch in two sentences, as one would tell the ministry."""
    facts = {
        "places": signs.number(sums.places),
        "orders": signs.number(sums.orders),
        "cancelled": signs.money(sums.cancelled_cents),
        "persons": signs.number(answers.persons["accepted"]),
        "days": signs.number(answers.days["accepted"]),
        "offered": signs.number(sum(answers.days.values())),
        "invoiced": signs.money(sums.invoiced_cents),
        "refunded": signs.money(sums.refunded_cents),
    }
    if switch.kind == SwitchKind.OPEN:
        return (
            _("%(offered)s Plätze vor Ort wurden angeboten, %(persons)s Personen haben %(days)s davon angenommen.")
            % facts
        )
    ended = _("%(places)s Plätze vor Ort in %(orders)s Anmeldungen sind beendet, %(cancelled)s wurden storniert.")
    persons, days = answers.persons["accepted"], answers.days["accepted"]
    facts["on_days"] = ngettext("an %(number)s Tag", "an %(number)s Tagen", days) % {"number": signs.number(days)}
    answered = ngettext(
        "%(persons)s Person nimmt %(on_days)s online teil (%(invoiced)s), %(refunded)s gehen zurück.",
        "%(persons)s Personen nehmen %(on_days)s online teil (%(invoiced)s), %(refunded)s gehen zurück.",
        persons,
    )
    if answers.persons["open"] and answers.persons["open"] == answers.total:
        answered = _("Geantwortet hat noch niemand.")
    return f"{ended} {answered}" % facts


def entry_in_words(entry: LogEntry) -> str:
    """One line of the story. Unknown verbs are shown as they are rather than hidden."""
    facts: dict[str, Any] = entry.facts
    if entry.verb not in SENTENCES:
        return entry.verb
    return SENTENCES[entry.verb] % {
        "order": entry.subject.removeprefix("order:"),
        "orders": signs.number(facts.get("orders", 0)),
        "persons": _persons(facts),
        "places": _places(facts.get("places", 0)),
        "cents": signs.money(facts.get("cents", 0)),
        "documents": ", ".join(facts.get("documents", [])),
    }


def _persons(facts: dict[str, Any]) -> str:
    """A name, several names, or how many."""
    persons = facts.get("persons", facts.get("person", ""))
    if isinstance(persons, list):
        return ", ".join(persons)
    return signs.number(persons) if isinstance(persons, int) else str(persons)


def _places(places: int | list[Any]) -> str:
    count = places if isinstance(places, int) else len(places)
    return ngettext("%(count)s Platz", "%(count)s Plätze", count) % {"count": signs.number(count)}
