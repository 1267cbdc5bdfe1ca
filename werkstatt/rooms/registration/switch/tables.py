"""The lists of a switch: people with their answers, orders with their money, the log. All export CSV and Excel."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from werkstatt.foundation.look.tables import Choice, Column, Empty, Flag, Table, View
from werkstatt.rooms.registration.choices import CaseState
from werkstatt.rooms.registration.switch import words


def case_state(row: Any) -> str:
    """Where one order stands in the switch."""
    if row.error:
        return "failed"
    if row.state == CaseState.PENDING:
        return "pending"
    return "settled" if row.settled_at or not row.open_offers else "waiting"


CASE_WORDS = {
    "failed": _("braucht Hilfe"),
    "pending": _("steht aus"),
    "waiting": _("wartet auf Antwort"),
    "settled": _("geklärt"),
}
CASE_TONES = {"failed": "danger", "pending": "plain", "waiting": "info", "settled": "success"}


class PeopleTable(Table):
    name, caption, default_sort = "switch-people", _("Personen und Antworten"), "name"
    columns = (
        Column("name", _("Name"), get="full_name", sort=("sort_name",), is_key=True, note=lambda row: row.email),
        Column(
            "organisation",
            _("Organisation"),
            get="order.organisation.name",
            sort="order__organisation__sort_name",
        ),
        Column("order", _("Anmeldung"), "code", get="order.code", sort="order__code"),
        Column("ended", _("Tage betroffen"), kind="number", get="days_ended", sort="days_ended"),
        Column(
            "answer",
            _("Antwort"),
            kind="badge",
            get=lambda row: str(words.ANSWERS[row.answer]),
            sort="answer",
            tone=lambda row: words.TONES[row.answer],
        ),
        Column("taken", _("Tage angenommen"), kind="number", get="days_taken", sort="days_taken"),
        Column("pays", _("neuer Preis"), kind="money", get="pays_cents", sort="pays_cents", total="pays_cents"),
        Column("answered", _("geantwortet"), kind="moment", sort="answered"),
        Column("email", _("E-Mail-Adresse"), only_export=True),
    )
    search = ("first_name", "last_name", "email", "order__code", "order__organisation__name")
    search_hint = _("Name, E-Mail-Adresse, Anmeldung")
    filters = (
        Choice("answer", _("Antwort"), lambda: list(words.ANSWERS.items()), lambda rows, v: rows.filter(answer=v)),
    )
    views = (
        View(_("Alle"), ""),
        View(_("Noch offen"), "answer=open"),
        View(_("Angenommen"), "answer=accepted"),
        View(pgettext_lazy("offer", "Abgesagt"), "answer=declined"),
        View(_("Ohne Antwort"), "answer=expired"),
    )
    empty = Empty(_("Niemand betroffen"), _("Hier stehen die Personen, deren Platz vom Lageschalter betroffen ist."))


class OrdersTable(Table):
    name, caption, default_sort = "switch-orders", _("Anmeldungen und Geld"), "order"
    columns = (
        Column("order", _("Anmeldung"), "code", get="order.code", sort="order__code", is_key=True),
        Column("orderer", _("Angemeldet von"), get="order.orderer_name", sort="order__orderer_name"),
        Column("organisation", _("Organisation"), get="order.organisation.name", sort="order__organisation__sort_name"),
        Column("places", _("Plätze"), kind="number", get="places_ended", sort="places_ended"),
        Column(
            "cancelled",
            _("storniert"),
            kind="money",
            get="cancelled_cents",
            sort="cancelled_cents",
            total="cancelled_cents",
        ),
        Column(
            "credit", _("frei geworden"), kind="money", get="credit_cents", sort="credit_cents", total="credit_cents"
        ),
        Column(
            "invoiced",
            _("neu berechnet"),
            kind="money",
            get="invoiced_cents",
            sort="invoiced_cents",
            total="invoiced_cents",
        ),
        Column(
            "refunded",
            _("zurück"),
            kind="money",
            get="refunded_cents",
            sort="refunded_cents",
            total="refunded_cents",
        ),
        Column("open", _("offene Angebote"), kind="number", get="open_offers", sort="open_offers"),
        Column(
            "state",
            _("Stand"),
            kind="badge",
            get=lambda row: CASE_WORDS[case_state(row)],
            sort="state",
            tone=lambda row: CASE_TONES[case_state(row)],
            note=lambda row: row.error,
        ),
    )
    search = ("order__code", "order__orderer_name", "order__orderer_email", "order__organisation__name")
    search_hint = _("Anmeldung, Name, Organisation")
    filters = (
        Flag("open", _("Angebote offen"), lambda rows, _v: rows.filter(open_offers__gt=0)),
        Flag("failed", _("braucht Hilfe"), lambda rows, _v: rows.exclude(error="")),
        Flag("refunded", _("mit Rückzahlung"), lambda rows, _v: rows.filter(refunded_cents__gt=0)),
    )
    empty = Empty(_("Keine Anmeldung betroffen"), _("Hier steht je Anmeldung, was storniert und neu berechnet wurde."))


class LogTable(Table):
    name, caption = "switch-log", _("Protokoll")
    columns = (
        Column("at", _("Zeit"), kind="moment", is_key=True),
        Column("what", _("Was geschah"), kind="long", get=words.entry_in_words),
        Column("actor", _("Wer"), get=lambda row: str(row.actor) if row.actor else ""),
    )
    filters = (
        Choice(
            "verb",
            _("Art"),
            (
                ("places_switched", _("Plätze beendet")),
                ("offer_accepted", _("angenommen")),
                ("offer_declined", _("abgesagt")),
                ("offer_expired", _("ohne Antwort")),
            ),
        ),
    )
    empty = Empty(_("Noch nichts geschehen"), _("Hier steht jeder Schritt mit seiner Zeit."))
