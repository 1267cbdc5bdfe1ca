"""What an order's places look like on an invoice."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document
from werkstatt.services.billing.queries import OpenLine
from werkstatt.services.billing.vat import Tax, recipient_kind


def buyer_of(order: Order) -> Buyer:
    return Buyer(
        name=order.billing_name,
        extra=order.billing_extra,
        street=order.billing_street,
        postcode=order.billing_postcode,
        city=order.billing_city,
        country=order.billing_country,
        vat_id=order.billing_vat_id,
        order_reference=order.order_reference,
        leitweg_id=order.leitweg_id,
        email=order.billing_email or order.orderer_email,
    )


def line_text(channel: str, language: str) -> str:
    with translation.override(language):
        return _("Teilnahme vor Ort") if channel == Channel.ON_SITE else _("Teilnahme online")


def taxes_of(order: Order) -> dict[str, Tax]:
    """By channel."""
    recipient = recipient_kind(country=order.billing_country, vat_id=order.billing_vat_id)
    return books.taxes_for(edition=order.edition, recipient=recipient)


def lines_of(order: Order, places: Iterable[Place]) -> dict[Channel, list[Line]]:
    """The invoice lines of these places by channel, in the order of days and people; free places have none.

    Each place needs `attendee` and `day_channel.day` loaded.
    """
    paid = [place for place in places if place.price_cents]
    paid.sort(key=lambda place: (place.day_channel.day.on, place.attendee.position, place.pk))
    taxes = taxes_of(order) if paid else {}
    lines: dict[Channel, list[Line]] = {channel: [] for channel in (Channel.ON_SITE, Channel.ONLINE)}
    for place in paid:
        channel = Channel(place.day_channel.channel)
        lines[channel].append(
            Line(
                item_key=place.item_key,
                text=line_text(channel, order.language),
                service_on=place.day_channel.day.on,
                amount_cents=place.price_cents,
                tax=taxes[channel],
                person=place.attendee.full_name if order.names_on_invoice else "",
            )
        )
    return {channel: mine for channel, mine in lines.items() if mine}


def lines_again(order: Order, open_lines: Iterable[OpenLine]) -> dict[Channel, list[Line]]:
    """What is still open, as lines of new invoices; the tax follows the buyer's new address."""
    places = {place.item_key: place for place in order.places.select_related("attendee")}
    taxes = taxes_of(order)
    again: dict[Channel, list[Line]] = {}
    for open_line in open_lines:
        channel, old = Channel(open_line.document.channel), open_line.line
        place = places.get(old.item_key)
        again.setdefault(channel, []).append(
            Line(
                item_key=old.item_key,
                text=old.text,
                service_on=old.service_on,
                amount_cents=open_line.remaining_cents,
                tax=taxes[channel],
                person=place.attendee.full_name if place is not None and order.names_on_invoice else "",
            )
        )
    return again


def account_of(order: Order, *, now: datetime) -> Account:
    return billing.open_account(edition=order.edition, key=order.account_key, debtor_name=_debtor_name(order), now=now)


def issue(order: Order, lines: Mapping[Channel, list[Line]], *, account: Account, now: datetime) -> list[Document]:
    """One invoice per channel."""
    return billing.issue_invoices(account=account, bills=_bills(order, lines), now=now)


def invoice_places(order: Order, places: Iterable[Place], *, account: Account, now: datetime) -> list[Document]:
    """One invoice per channel; none for a channel whose places are all free."""
    return issue(order, lines_of(order, places), account=account, now=now)


def invoice_new_order(order: Order, places: Iterable[Place], *, now: datetime) -> list[Document]:
    """`invoice_places` of an order that is being placed: its account is opened in the same step."""
    bills = _bills(order, lines_of(order, places))
    return billing.invoice_anew(
        edition=order.edition, key=order.account_key, debtor_name=_debtor_name(order), bills=bills, now=now
    )


def _bills(order: Order, lines: Mapping[Channel, list[Line]]) -> list[billing.Bill]:
    buyer = buyer_of(order)
    return [billing.Bill(channel, buyer, mine, order.language) for channel, mine in lines.items()]


def _debtor_name(order: Order) -> str:
    return order.billing_name or order.orderer_name
