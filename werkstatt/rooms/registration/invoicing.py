"""The invoices of an order: those that will come, and those that have come."""

from dataclasses import dataclass

from werkstatt.rooms.registration import charges, queries
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.quote import ChannelQuote, Quote, quote_of
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.models import Account, Document
from werkstatt.services.billing.vat import Tax, tax_within


@dataclass(frozen=True)
class ComingInvoice:
    """One invoice as it will be issued: its lines, its tax and why none is charged."""

    quote: ChannelQuote
    tax: Tax

    @property
    def tax_cents(self) -> int:
        return tax_within(self.quote.cents, self.tax.rate_percent) if self.tax.rate_percent else 0


def quote(attendees: list[Attendee]) -> Quote:
    places = [place for each in attendees for place in queries.current_places(each)]
    return quote_of((place.day_channel.channel, place.day_channel.day.on, place.price_cents) for place in places)


def preview(order: Order, attendees: list[Attendee]) -> list[ComingInvoice]:
    """One invoice per channel; a channel that costs nothing has none."""
    taxes = charges.taxes_of(order)
    return [ComingInvoice(each, taxes[each.channel]) for each in quote(attendees).by_channel() if each.cents]


def account(order: Order) -> Account | None:
    return Account.objects.filter(key=order.account_key).first()


def documents_of(order: Order) -> list[Document]:
    found = account(order)
    return list(books.documents_of_account(found)) if found else []
