"""What an order's places look like on an invoice."""

from collections.abc import Iterable
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


def tax_of(order: Order, channel: str) -> Tax:
    recipient = recipient_kind(country=order.billing_country, vat_id=order.billing_vat_id)
    return books.tax_for(edition=order.edition, channel=channel, recipient=recipient)


def lines_of(order: Order, places: Iterable[Place], channel: Channel) -> list[Line]:
    """The invoice lines of these places on one channel, in the order of days and people; free places have none.

    Each place needs `attendee` and `day_channel.day` loaded.
    """
    mine = [place for place in places if place.day_channel.channel == channel and place.price_cents]
    tax = tax_of(order, channel) if mine else None
    mine.sort(key=lambda place: (place.day_channel.day.on, place.attendee.position, place.pk))
    return [
        Line(
            item_key=place.item_key,
            text=line_text(channel, order.language),
            service_on=place.day_channel.day.on,
            amount_cents=place.price_cents,
            tax=tax,
            person=place.attendee.full_name if order.names_on_invoice else "",
        )
        for place in mine
        if tax is not None
    ]


def lines_again(order: Order, open_lines: Iterable[OpenLine]) -> dict[Channel, list[Line]]:
    """What is still open, as lines of new invoices; the tax follows the buyer's new address."""
    places = {place.item_key: place for place in order.places.select_related("attendee")}
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
                tax=tax_of(order, channel),
                person=place.attendee.full_name if place is not None and order.names_on_invoice else "",
            )
        )
    return again


def account_of(order: Order, *, now: datetime) -> Account:
    return billing.open_account(
        edition=order.edition, key=order.account_key, debtor_name=order.billing_name or order.orderer_name, now=now
    )


def issue(order: Order, channel: Channel, lines: list[Line], *, account: Account, now: datetime) -> Document:
    return billing.issue_invoice(
        account=account, channel=channel, buyer=buyer_of(order), lines=lines, now=now, language=order.language
    )


def invoice_places(order: Order, places: Iterable[Place], *, account: Account, now: datetime) -> list[Document]:
    """One invoice per channel; none for a channel whose places are all free."""
    places = list(places)
    by_channel = {channel: lines_of(order, places, channel) for channel in (Channel.ON_SITE, Channel.ONLINE)}
    return [issue(order, channel, lines, account=account, now=now) for channel, lines in by_channel.items() if lines]
