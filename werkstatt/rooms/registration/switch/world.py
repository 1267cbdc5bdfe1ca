"""Loads what a plan looks at, in a constant number of queries however many orders there are."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from werkstatt.foundation.events.choices import Channel, ParticipationState
from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.rooms.registration.choices import EndReason, OrderState, PlaceState, SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch, Place
from werkstatt.rooms.registration.switch.plan import Charge, Purse, Seat, Target, Wish, World
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.models import Document, DocumentLine

SEAT_FIELDS = (
    "pk",
    "order_id",
    "attendee_id",
    "attendee__person_id",
    "day_channel__day_id",
    "order__placed_at",
    "attendee__email",
    "order__orderer_email",
    "attendee__left_at",
)


def load_world(edition: Edition, wish: Wish) -> World:
    """The facts for `wish`: who is concerned, what is open and paid, what can be offered, what stays untouched."""
    if wish.kind is SwitchKind.OPEN:
        return World(seats=former_seats(wish.days), targets=_hall_targets(edition, wish))
    seats = _seats(booked_on_site(wish.days), busy=_online_days(wish.days))
    orders = {seat.order for seat in seats}
    online = Place.objects.filter(day_channel__day__edition=edition, day_channel__channel=Channel.ONLINE)
    return World(
        seats=seats,
        targets=_online_targets(wish),
        charges=charges_of(orders),
        purses=purses_of(orders),
        drafts=held_in_drafts(wish.days).values("order").distinct().count(),
        untouched_places=online.filter(state=PlaceState.BOOKED).count(),
        untouched_documents=Document.objects.filter(edition=edition, channel=Channel.ONLINE).count(),
    )


def booked_on_site(days: Iterable[int]) -> QuerySet[Place]:
    """Places in the hall that count: booked, in an order that was placed."""
    return Place.objects.filter(
        state=PlaceState.BOOKED,
        order__state=OrderState.PLACED,
        day_channel__channel=Channel.ON_SITE,
        day_channel__day__in=days,
    )


def held_in_drafts(days: Iterable[int]) -> QuerySet[Place]:
    """Seats in the hall that somebody is about to order."""
    return Place.objects.filter(
        state=PlaceState.HELD,
        order__state=OrderState.DRAFT,
        day_channel__channel=Channel.ON_SITE,
        day_channel__day__in=days,
    )


def former_seats(days: Iterable[int]) -> list[Seat]:
    """Places that a switch ended, the last one of each person and day, unless she sits in the hall again."""
    ended = Place.objects.filter(
        state=PlaceState.ENDED,
        end_reason=EndReason.SWITCHED,
        participation__isnull=False,
        day_channel__channel=Channel.ON_SITE,
        day_channel__day__in=days,
    )
    latest = ended.values("attendee", "day_channel").annotate(last=Max("pk")).values("last")
    here_again = Participation.objects.filter(
        day__in=days, channel=Channel.ON_SITE, state=ParticipationState.ACTIVE
    ).values_list("person_id", "day_id")
    return _seats(ended.filter(pk__in=latest), busy=set(here_again))


def _online_days(days: Iterable[int]) -> set[tuple[int | None, int]]:
    """(person, day) of everybody who has an online place already."""
    online = Participation.objects.filter(day__in=days, channel=Channel.ONLINE, state=ParticipationState.ACTIVE)
    return set(online.values_list("person_id", "day_id"))


def _seats(places: QuerySet[Place], *, busy: Collection[tuple[int | None, int]]) -> list[Seat]:
    return [_seat(row, busy) for row in places.order_by("order__placed_at", "pk").values_list(*SEAT_FIELDS)]


def _seat(row: tuple[Any, ...], busy: Collection[tuple[int | None, int]]) -> Seat:
    place, order, attendee, person, day, placed_at, email, orderer_email, left_at = row
    return Seat(
        place=place,
        order=order,
        attendee=attendee,
        person=person or -attendee,
        day=day,
        placed_at=placed_at,
        writes_apart=email.lower() != orderer_email.lower(),
        may_be_offered=left_at is None and (person, day) not in busy,
    )


def _online_targets(wish: Wish) -> list[Target]:
    online = DayChannel.objects.filter(day__in=wish.days, channel=Channel.ONLINE).select_related("day")
    return [
        Target(each.day_id, each.day.on, each.pk, each.price_cents, each.left) for each in online.order_by("day__on")
    ]


def _hall_targets(edition: Edition, wish: Wish) -> list[Target]:
    """Seats in the hall when it opens again: up to the wished number, or as many as there were."""
    hall = DayChannel.objects.filter(day__in=wish.days, channel=Channel.ON_SITE).select_related("day")
    before = capacities_before(edition)
    return [
        Target(
            day=each.day_id,
            on=each.day.on,
            day_channel=each.pk,
            price_cents=each.price_cents,
            left=max(0, (before.get(each.pk, each.capacity) if wish.limit is None else wish.limit) - each.taken),
        )
        for each in hall.order_by("day__on")
    ]


def capacities_before(edition: Edition) -> dict[int, int]:
    """The most seats the hall had on each day before a switch limited it, by day-channel."""
    before: dict[int, int] = {}
    for capacities in ChannelSwitch.objects.filter(edition=edition).values_list("capacities", flat=True):
        for pk, seats in capacities.items():
            before[int(pk)] = max(seats, before.get(int(pk), 0))
    return before


def charges_of(orders: Collection[int]) -> list[Charge]:
    """Every on-site invoice line of these orders with what is still open of it."""
    keys = _account_keys(orders)
    cancelled = Coalesce(Sum("cancelled_by__amount_cents"), 0)
    lines = (
        DocumentLine.objects.filter(
            document__account__key__in=keys,
            document__kind=DocumentKind.INVOICE,
            document__channel=Channel.ON_SITE,
        )
        .annotate(open_cents=F("amount_cents") - cancelled)
        .order_by("document", "position")
        .values_list("document__account__key", "document_id", "pk", "item_key", "open_cents")
    )
    return [Charge(keys[key], document, line, place_of(item), cents) for key, document, line, item, cents in lines]


def place_of(item_key: str) -> int | None:
    """The place that an invoice line was written for."""
    kind, _, number = item_key.partition(":")
    return int(number) if kind == "place" and number.isdecimal() else None


def purses_of(orders: Collection[int]) -> list[Purse]:
    """What each order owes and has paid; a refund that is due counts as given back."""
    keys = _account_keys(orders)
    rows = books.accounts_with_balance().filter(key__in=keys)
    sums = rows.values_list(
        "key", "invoiced_cents", "cancelled_cents", "paid_cents", "refunded_cents", "refund_due_cents"
    )
    return [
        Purse(keys[key], owed_cents=invoiced - cancelled, paid_cents=paid - refunded - due)
        for key, invoiced, cancelled, paid, refunded, due in sums
    ]


def _account_keys(orders: Collection[int]) -> dict[str, int]:
    places = Place.objects.filter(order__in=orders).values_list("order__code", "order_id").distinct()
    return {f"order:{code}": pk for code, pk in places}
