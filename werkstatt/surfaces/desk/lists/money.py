"""Open items, payments and refunds."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look.tables import Choice, Column, Days, Empty, Flag, Table, View
from werkstatt.services.billing.choices import PaymentMethod, RefundState
from werkstatt.services.billing.queries import open_accounts, payments_of, refunds_of
from werkstatt.surfaces.desk.permissions import Desk

REFUND_TONES = {RefundState.DUE: "warning", RefundState.PAID: "success", RefundState.WITHDRAWN: "plain"}


def _code(key: str) -> str:
    return key.partition(":")[2]


def open_items_table(request: HttpRequest, desk: Desk, today: date) -> Table:
    """What is still to be paid to the host, the longest overdue first."""
    slug = desk.edition.slug

    class OpenItemsTable(Table):
        name = "open-items"
        caption = _("Offene Posten")
        default_sort = "due"
        search = ("key", "debtor_name", "documents__number")
        search_hint = _("Bestellung, Name, Rechnungsnummer")
        filters = (Flag("overdue", _("nur überfällige"), lambda rows, _value: rows.filter(due_on__lt=today)),)
        columns = (
            Column(
                "order",
                _("Bestellung"),
                "code",
                get=lambda row: _code(row.key),
                link=lambda row: _account(slug, row),
                is_key=True,
            ),
            Column("debtor", _("Wer"), get="debtor_name", sort="debtor_name"),
            Column("due", _("Fällig"), "day", get="due_on", sort="due_on", note=lambda row: _overdue(row, today)),
            Column("owed", _("Berechnet"), "money", get=lambda row: row.invoiced_cents - row.cancelled_cents),
            Column("paid", _("Gezahlt"), "money", get="paid_cents", sort="paid_cents"),
            Column("open", _("Offen"), "money", get="balance_cents", sort="balance_cents", total="balance_cents"),
        )

        def find(self, rows: Any, words: list[str]) -> Any:
            found = super().find(rows.order_by().values("pk"), words)
            return rows.filter(pk__in=found.values("pk"))

    empty = Empty(
        _("Alles ist bezahlt"), _("Hier steht, was noch aussteht, mit Fälligkeit und Betrag."), icon="success"
    )
    return OpenItemsTable(request, open_accounts(desk.edition), empty=empty)


def payments_table(request: HttpRequest, desk: Desk) -> Table:
    slug = desk.edition.slug

    class PaymentsTable(Table):
        name = "payments"
        caption = _("Zahlungen")
        default_sort = "-received"
        search = ("account__key", "account__debtor_name", "note")
        search_hint = _("Bestellung, Name, Vermerk")
        filters = (
            Choice("method", _("Art"), PaymentMethod.choices),
            Days("received", _("Eingang"), "received_on"),
        )
        columns = (
            Column("received", _("Eingegangen"), "day", get="received_on", sort=("received_on", "pk"), is_key=True),
            Column(
                "order",
                _("Bestellung"),
                "code",
                get=lambda row: _code(row.account.key),
                link=lambda row: _account(slug, row.account),
            ),
            Column("debtor", _("Wer"), get="account.debtor_name", sort="account__debtor_name"),
            Column("amount", _("Betrag"), "money", get="amount_cents", sort="amount_cents", total="amount_cents"),
            Column("method", _("Art"), get=lambda row: row.get_method_display(), sort="method"),
            Column("note", _("Vermerk"), "long"),
            Column("by", _("Gebucht von"), get=lambda row: str(row.booked_by or "")),
        )

    empty = Empty(_("Noch keine Zahlung gebucht"), _("Zahlungen buchen Sie bei einem offenen Posten."), icon="bank")
    return PaymentsTable(request, payments_of(desk.edition), empty=empty)


def refunds_table(request: HttpRequest, desk: Desk) -> Table:
    slug = desk.edition.slug

    class RefundsTable(Table):
        name = "refunds"
        caption = _("Erstattungen")
        default_sort = "-due"
        search = ("account__key", "account__debtor_name", "reason")
        search_hint = _("Bestellung, Name, Grund")
        filters = (Choice("state", _("Stand"), RefundState.choices), Days("due", _("Entstanden"), "due_at__date"))
        views = (
            View(_("Auszuzahlen"), "state=due"),
            View(_("Ausgezahlt"), "state=paid"),
            View(_("Alle"), ""),
        )
        columns = (
            Column(
                "order",
                _("Bestellung"),
                "code",
                get=lambda row: _code(row.account.key),
                link=lambda row: _account(slug, row.account),
                is_key=True,
            ),
            Column("debtor", _("Wer"), get="account.debtor_name", sort="account__debtor_name"),
            Column("amount", _("Betrag"), "money", get="amount_cents", sort="amount_cents", total="amount_cents"),
            Column(
                "state",
                _("Stand"),
                "badge",
                get=lambda row: row.get_state_display(),
                tone=lambda row: REFUND_TONES[row.state],
                link=lambda row: _refund(slug, row),
            ),
            Column("reason", _("Grund"), "long"),
            Column("due", _("Entstanden"), "day", get="due_at", sort="due_at"),
            Column("paid", _("Ausgezahlt"), "day", get="paid_on", sort="paid_on"),
            Column("iban", _("IBAN"), only_export=True),
        )

    empty = Empty(
        _("Keine Erstattung"), _("Hier steht Geld, das zurückgeht, und ob es schon ausgezahlt ist."), icon="refund"
    )
    return RefundsTable(request, refunds_of(desk.edition), empty=empty)


def _account(slug: str, account: Any) -> str:
    return reverse("desk:account", args=[slug, account.pk])


def _refund(slug: str, row: Any) -> str | None:
    return reverse("desk:refund", args=[slug, row.pk]) if row.state == RefundState.DUE else None


def _overdue(row: Any, today: date) -> str:
    return str(_("überfällig")) if row.due_on and row.due_on < today else ""
