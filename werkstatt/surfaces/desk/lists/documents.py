"""The list of issued documents."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.look.tables import Choice, Column, Days, Empty, Flag, Table, View, addresses
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.queries import documents_of
from werkstatt.surfaces.desk.permissions import Desk

TONES = {DocumentKind.INVOICE: "plain", DocumentKind.CANCELLATION: "warning"}


class DocumentsTable(Table):
    name = "documents"
    caption = _("Belege")
    default_sort = "-issued"
    search = ("number", "recipient_name", "account__key", "preceding__number")
    search_hint = _("Nummer, Name, Bestellung")
    filters = (
        Choice("kind", _("Art"), DocumentKind.choices),
        Choice("channel", _("Kanal"), Channel.choices),
        Flag("unrendered", _("ohne PDF"), lambda rows, _value: rows.filter(rendering=None)),
        Days("issued", _("Ausgestellt"), "issued_on"),
    )
    views = (
        View(_("Alle"), ""),
        View(_("Rechnungen"), "kind=invoice"),
        View(_("Stornorechnungen"), "kind=cancellation"),
    )


def documents_table(request: HttpRequest, desk: Desk) -> Table:
    page, order = (addresses(f"desk:{name}", desk.edition.slug) for name in ("document", "order"))

    class ForThisEdition(DocumentsTable):
        columns = (
            Column(
                "number",
                _("Nummer"),
                "code",
                sort=("year", "kind", "running"),
                link=lambda row: page(row.number),
                is_key=True,
            ),
            Column(
                "kind",
                _("Art"),
                "badge",
                get=lambda row: DocumentKind(row.kind).label,
                tone=lambda row: TONES[row.kind],
            ),
            Column("issued", _("Ausgestellt"), "day", get="issued_on", sort=("issued_at", "pk")),
            Column("recipient", _("An"), get="recipient_name", sort="recipient_name"),
            Column("channel", _("Kanal"), "channel", sort="channel"),
            Column("total", _("Betrag"), "money", get=_signed, sort="total_cents"),
            Column("remaining", _("Davon gültig"), "money", get=_remaining, sort="remaining_cents"),
            Column("due", _("Fällig"), "day", get="due_on", sort="due_on"),
            Column("order", _("Bestellung"), get=_code, link=lambda row: order(_code(row))),
            Column("preceding", _("Zu"), get="preceding.number", only_export=True),
            Column("sha256", _("SHA-256"), get="content_sha256", only_export=True),
        )

    empty = Empty(_("Noch kein Beleg"), _("Rechnungen entstehen mit jeder Bestellung, eine je Kanal."), icon="invoice")
    return ForThisEdition(request, documents_of(desk.edition), empty=empty)


def _code(row: Any) -> str:
    return str(row.account.key.partition(":")[2])


def _signed(row: Any) -> int:
    return int(row.total_cents if row.kind == DocumentKind.INVOICE else -row.total_cents)


def _remaining(row: Any) -> int | None:
    return int(row.remaining_cents) if row.kind == DocumentKind.INVOICE else None
