"""The log and the figures of a switch in words, in the page's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.people.models import LogEntry
from werkstatt.rooms.registration.switch.figures import Difference

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


def entry_in_words(entry: LogEntry) -> str:
    """One line of the story. Unknown verbs are shown as they are rather than hidden."""
    facts: dict[str, Any] = entry.facts
    match entry.verb:
        case "switch_started_close":
            return _("Saal geschlossen. %(sum)s") % {"sum": _sums(facts)}
        case "switch_started_limit":
            return _("Saal begrenzt. %(sum)s") % {"sum": _sums(facts)}
        case "switch_started_open":
            return _("Saal wieder geöffnet. %(sum)s") % {"sum": _sums(facts)}
        case "switch_worked_through":
            return _("Alle Anmeldungen sind bearbeitet, alle Mails geschrieben.")
        case "switch_finished":
            return _("Alle Angebote sind geklärt. Der Vorgang ist abgeschlossen.")
        case "places_switched":
            return _("Anmeldung %(order)s: %(places)s beendet, %(cents)s storniert. %(documents)s") % {
                "order": _order(entry),
                "places": _places(facts.get("places", 0)),
                "cents": signs.money(facts.get("cents", 0)),
                "documents": ", ".join(facts.get("documents", [])),
            }
        case "offer_accepted":
            return _("Anmeldung %(order)s: %(person)s nimmt an (%(places)s).") % {
                "order": _order(entry),
                "person": facts.get("person", ""),
                "places": _places(len(facts.get("places", []))),
            }
        case "offer_declined":
            return _("Anmeldung %(order)s: %(person)s nimmt nicht an.") % {
                "order": _order(entry),
                "person": facts.get("person", ""),
            }
        case "offer_expired":
            return _("Anmeldung %(order)s: ohne Antwort geblieben: %(persons)s.") % {
                "order": _order(entry),
                "persons": ", ".join(facts.get("persons", [])),
            }
    return entry.verb


def _order(entry: LogEntry) -> str:
    return entry.subject.removeprefix("order:")


def _places(count: int) -> str:
    return ngettext("%(count)s Platz", "%(count)s Plätze", count) % {"count": signs.number(count)}


def _sums(facts: dict[str, Any]) -> str:
    words = _("%(persons)s Personen in %(orders)s Anmeldungen, %(cents)s zu stornieren.")
    return words % {
        "persons": signs.number(facts.get("persons", 0)),
        "orders": signs.number(facts.get("orders", 0)),
        "cents": signs.money(facts.get("cents", 0)),
    }
