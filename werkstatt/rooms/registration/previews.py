"""What a change would cost, read from the books as they stand; the actions do exactly this or refuse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from werkstatt.foundation.events.models import CancellationTerm, DayChannel
from werkstatt.foundation.events.terms import fee_percent_on
from werkstatt.rooms.registration.charges import account_of
from werkstatt.rooms.registration.effects import Effect, EffectLine, Giving, Standing, effect_of
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.models import Account
from werkstatt.services.billing.queries import OpenLine


@dataclass(frozen=True)
class Charges:
    """What is open on an order's account: lines by the place they were issued for."""

    account: Account
    standing: Standing
    by_item: dict[str, list[OpenLine]]

    def of(self, place: Place) -> list[OpenLine]:
        return self.by_item.get(place.item_key, [])

    def open_cents(self, place: Place) -> int:
        return sum(line.remaining_cents for line in self.of(place))


def charges_of(order: Order, *, now: datetime) -> Charges:
    account = account_of(order, now=now)
    by_item: dict[str, list[OpenLine]] = {}
    for line in books.open_lines(account):
        by_item.setdefault(line.line.item_key, []).append(line)
    standing = Standing(balance_cents=books.balance_of(account), is_waiting=account.is_waiting)
    return Charges(account=account, standing=standing, by_item=by_item)


def preview_cancellation(order: Order, places: Iterable[Place], *, now: datetime, free: bool = False) -> Effect:
    """Giving up these places today. `free`: the host waives the fee."""
    return cancellation_effect(charges_of(order, now=now), order, places, now=now, free=free)


def cancellation_effect(
    charges: Charges, order: Order, places: Iterable[Place], *, now: datetime, free: bool
) -> Effect:
    terms = list(CancellationTerm.objects.filter(edition=order.edition_id))
    today = now.astimezone(order.edition.zone).date()
    givings = [
        Giving(
            text=place.attendee.full_name,
            service_on=place.day_channel.day.on,
            price_cents=place.price_cents,
            remaining_cents=charges.open_cents(place),
            fee_percent=0 if free else fee_percent_on(terms, place.day_channel.day.on, today),
        )
        for place in _in_order(places)
    ]
    return effect_of(charges.standing, givings)


def preview_change(order: Order, places: Iterable[Place], *, now: datetime) -> Effect:
    """Taking the other channel on these days."""
    return change_effect(charges_of(order, now=now), places, other_channels(places))


def change_effect(charges: Charges, places: Iterable[Place], others: dict[int, DayChannel]) -> Effect:
    givings = [
        Giving(
            text=place.attendee.full_name,
            service_on=place.day_channel.day.on,
            price_cents=place.price_cents,
            remaining_cents=charges.open_cents(place),
            new_price_cents=others[place.pk].price_cents if place.price_cents else 0,
        )
        for place in _in_order(places)
    ]
    return effect_of(charges.standing, givings)


def other_channels(places: Iterable[Place]) -> dict[int, DayChannel]:
    """For each place (by key) the other channel of its day. A place whose day has no other channel is missing."""
    places = list(places)
    found = DayChannel.objects.filter(day__in={place.day_channel.day_id for place in places}).select_related(
        "day__edition"
    )
    by_day = {(each.day_id, each.channel): each for each in found}
    pairs = {place.pk: by_day.get((place.day_channel.day_id, _other(place))) for place in places}
    return {pk: other for pk, other in pairs.items() if other is not None}


def preview_billing(order: Order, *, now: datetime) -> Effect:
    """Another address: every open line is cancelled and invoiced again with the same amount."""
    return billing_effect(charges_of(order, now=now))


def billing_effect(charges: Charges) -> Effect:
    lines = tuple(
        EffectLine(
            text=line.line.text,
            service_on=line.line.service_on,
            before_cents=line.remaining_cents,
            invoiced_cents=line.remaining_cents,
        )
        for lines in charges.by_item.values()
        for line in lines
    )
    due = max(0, charges.standing.balance_cents)
    return Effect(lines=lines, due_cents=due, is_waiting=charges.standing.is_waiting)


def _other(place: Place) -> str:
    return "online" if place.day_channel.channel == "on_site" else "on_site"


def _in_order(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place.day_channel.day.on, place.attendee.position, place.pk))
