"""The list of orders."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.look.tables import Choice, Column, Days, Empty, Table, View, addresses
from werkstatt.foundation.people.choices import Sector
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Place
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.orders import orders_of

MONEY = {
    "open": Q(balance_cents__gt=0),
    "paid": Q(balance_cents=0, fees_cents__gt=0),
    "refund": Q(refund_due_cents__gt=0),
}
MONEY_OPTIONS = (("open", _("noch offen")), ("paid", _("bezahlt")), ("refund", _("zu erstatten")))

SHOWN = (
    "code",
    "orderer_name",
    "orderer_email",
    "placed_at",
    "order_reference",
    "leitweg_id",
    "organisation__name",
)


def _with_channel(rows: Any, channel: str) -> Any:
    booked = Place.objects.filter(order=OuterRef("pk"), state=PlaceState.BOOKED, day_channel__channel=channel)
    return rows.filter(Exists(booked))


class OrdersTable(Table):
    name = "orders"
    caption = _("Bestellungen")
    default_sort = "-placed"
    search = (
        "code",
        "orderer_name",
        "orderer_email",
        "organisation__name",
        "billing_name",
        "order_reference",
        "attendees__sort_name",
    )
    search_hint = _("Nummer, Name, Organisation, Bestellzeichen")
    filters = (
        Choice("money", _("Geld"), MONEY_OPTIONS, lambda rows, value: rows.filter(MONEY[value])),
        Choice("channel", _("Kanal"), Channel.choices, _with_channel),
        Choice("sector", _("Gruppe"), Sector.choices, "organisation__sector"),
        Days("placed", _("Bestellt"), "placed_at__date"),
    )
    views = (
        View(_("Alle"), ""),
        View(_("Noch offen"), "money=open"),
        View(_("Zu erstatten"), "money=refund"),
    )

    def find(self, rows: Any, words: list[str]) -> Any:
        found = super().find(rows.order_by().values("pk"), words)
        return rows.filter(pk__in=found.values("pk"))


def orders_table(request: HttpRequest, desk: Desk) -> Table:
    address = addresses("desk:order", desk.edition.slug)

    class ForThisEdition(OrdersTable):
        columns = (
            Column("code", _("Nummer"), "code", sort="code", link=lambda row: address(row.code), is_key=True),
            Column(
                "who",
                _("Für"),
                get=lambda row: row.organisation.name if row.organisation else row.orderer_name,
                sort="who",
                note=lambda row: row.orderer_name if row.organisation else "",
            ),
            Column("placed", _("Bestellt"), "day", get="placed_at", sort="placed_at"),
            Column("persons", _("Personen"), "number", sort="persons"),
            Column("days", _("Tage"), "number", get="person_days", sort="person_days", total="person_days"),
            Column("fees", _("Gebühren"), "money", get="fees_cents", sort="fees_cents", total="fees_cents"),
            Column("balance", _("Offen"), "money", get="balance_cents", sort="balance_cents", total="balance_cents"),
            Column("refund", _("Zu erstatten"), "money", get="refund_due_cents", sort="refund_due_cents"),
            Column("email", _("E-Mail"), get="orderer_email", only_export=True),
            Column("reference", _("Bestellzeichen"), get="order_reference", only_export=True),
            Column("leitweg", _("Leitweg-ID"), get="leitweg_id", only_export=True),
        )

    empty = Empty(
        _("Noch keine Bestellung"),
        _("Hier steht jede abgeschickte Anmeldung mit ihren Personen, Tagen und dem offenen Betrag."),
        icon="order",
    )
    return ForThisEdition(request, orders_of(desk.edition).only(*SHOWN), empty=empty)
