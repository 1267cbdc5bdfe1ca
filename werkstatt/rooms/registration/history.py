"""The story of an order in words, told from the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.look.moments import day
from werkstatt.foundation.look.numerals import money
from werkstatt.foundation.people.models import LogEntry
from werkstatt.rooms.registration.models import Order

Facts = dict[str, Any]


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str
    by: str


def history_of(order: Order) -> list[Event]:
    """Newest first. What the log knows and this page has no words for stays out."""
    entries = LogEntry.objects.filter(subject=order.account_key).select_related("actor").order_by("-at", "-pk")
    return [
        Event(entry.at, WORDS[entry.verb](entry.facts), entry.actor.full_name if entry.actor else "")
        for entry in entries
        if entry.verb in WORDS
    ]


def _places(facts: Facts) -> str:
    rows = facts.get("places") or []
    return "; ".join(f"{name}, {_day(on)} {Channel(channel).label}" for name, on, channel in rows)


def _day(on: str) -> str:
    return day(date.fromisoformat(on), _language())


def _money(facts: Facts, key: str = "cents") -> str:
    return money(int(facts.get(key) or 0), _language())


def _language() -> str:
    return (get_language() or "de")[:2]


def _cancelled(facts: Facts) -> str:
    text = _("Abgesagt: %(places)s.") % {"places": _places(facts)}
    if facts.get("fee_cents"):
        text += " " + _("Gebühr: %(cents)s.") % {"cents": _money(facts, "fee_cents")}
    return text


WORDS: dict[str, Callable[[Facts], str]] = {
    "order_placed": lambda facts: _("Angemeldet."),
    "places_cancelled": _cancelled,
    "channel_changed": lambda facts: _("Kanal gewechselt: %(places)s.") % {"places": _places(facts)},
    "substituted": lambda facts: _("%(new)s kommt für %(former)s.") % facts,
    "billing_corrected": lambda facts: _("Rechnungsanschrift geändert: %(name)s.") % facts,
    "confirmation_resent": lambda facts: _("Bestätigung noch einmal gesendet: %(name)s.") % facts,
    "refund_iban_given": lambda facts: _("Konto für Erstattungen genannt."),
    "places_switched": lambda facts: _("Plätze vor Ort durch die Organisation beendet."),
    "payment booked": lambda facts: _("Zahlung eingegangen: %(cents)s.") % {"cents": _money(facts)},
    "refund paid": lambda facts: _("Erstattet: %(cents)s.") % {"cents": _money(facts)},
}
