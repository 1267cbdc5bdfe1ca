"""Pulling the switch: checked against the confirmed preview, everything or nothing, once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events import seats
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, DayChannel, Edition
from werkstatt.foundation.kernel.idempotency import once
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration.choices import SwitchKind, SwitchState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, OfferedPlace, Order, SwitchCase
from werkstatt.rooms.registration.switch import jobs, world
from werkstatt.rooms.registration.switch.figures import DayFigures, Difference, Figures, differences
from werkstatt.rooms.registration.switch.plan import Plan, PlannedCase, Wish, make_plan

ROWS = 1_000  # per INSERT


class SwitchRefused(Exception):
    """The switch was not pulled; nothing has changed."""


class NothingToSwitch(SwitchRefused):
    """Nobody has a place that would end, and nobody one that could be offered again."""


class AlreadyRunning(SwitchRefused):
    """Another switch is at work on one of these days."""

    def __init__(self, switch: ChannelSwitch) -> None:
        super().__init__(str(switch))
        self.switch = switch


class TooFewSeats(SwitchRefused):
    """The other channel cannot take everybody: an offer must be real."""

    def __init__(self, days: list[DayFigures]) -> None:
        super().__init__(str(days))
        self.days = days


class WorldChanged(SwitchRefused):
    """Between preview and confirmation the figures became others."""

    def __init__(self, changes: list[Difference], plan: Plan) -> None:
        super().__init__(str(changes))
        self.changes = changes
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Terms:
    """What the people are told: until when they may answer, and why it is done."""

    deadline: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed which figures; `key` names the form, so that pressing twice pulls once."""

    seen: Figures
    key: str
    by: Person | None


def start_switch(
    *, edition: Edition, wish: Wish, terms: Terms, confirmation: Confirmation, now: datetime
) -> ChannelSwitch:
    """Close (or open) the hall for booking, note every order concerned, keep the seats to be offered, set work going.

    Raises AlreadyRunning, WorldChanged, NothingToSwitch, TooFewSeats; then nothing has happened.
    """
    with transaction.atomic():
        receipt = once(key=confirmation.key, action="start_switch")
        if receipt.is_repeated:
            return ChannelSwitch.objects.get(pk=receipt.reference)
        locked = _lock_orders(edition, wish)
        days = _lock_days(edition, wish)
        _refuse_while_another_runs(wish)
        plan = make_plan(wish, world.load_world(edition, wish))
        _refuse_other_figures(plan, confirmation.seen, locked)
        switch = write_switch(edition, plan, terms, confirmation, now=now)
        switch.days.set(days)
        write_cases(switch, plan.cases, now=now)
        _move_doors(switch, days, confirmation.by, now=now)
        take_seats(offer.day_channel for case in plan.cases for offer in case.offers)
        receipt.remember(switch.pk)
        _note(switch, plan, days, confirmation.by, now=now)
        jobs.set_to_work(switch)
    return switch


def _lock_orders(edition: Edition, wish: Wish) -> set[int]:
    """Lock the orders concerned before the days, as everybody does, so that two actions never wait for each other."""
    if wish.kind is SwitchKind.OPEN:
        concerned = {seat.order for seat in world.former_seats(wish.days)}
    else:
        concerned = set(world.booked_on_site(wish.days).values_list("order", flat=True))
    orders = Order.objects.filter(edition=edition, pk__in=concerned).order_by("pk")
    return set(orders.select_for_update(no_key=True).values_list("pk", flat=True))


def _lock_days(edition: Edition, wish: Wish) -> list[Day]:
    days = list(Day.objects.filter(edition=edition, pk__in=wish.days).select_related("edition"))
    list(DayChannel.objects.filter(day__in=days).order_by("pk").select_for_update().values_list("pk"))
    return days


def _refuse_while_another_runs(wish: Wish) -> None:
    running = ChannelSwitch.objects.filter(days__in=wish.days, state=SwitchState.RUNNING).first()
    if running is not None:
        raise AlreadyRunning(running)


def _refuse_other_figures(plan: Plan, seen: Figures, locked: set[int]) -> None:
    changes = differences(seen, plan.figures)
    if changes or not {case.order for case in plan.cases} <= locked:
        raise WorldChanged(changes, plan)
    if plan.is_empty:
        raise NothingToSwitch
    if plan.days_short:
        raise TooFewSeats(plan.days_short)


def write_switch(
    edition: Edition, plan: Plan, terms: Terms, confirmation: Confirmation, *, now: datetime
) -> ChannelSwitch:
    """The switch's own row: what was confirmed, and how many seats the hall had."""
    hall = DayChannel.objects.filter(day__in=plan.wish.days, channel=Channel.ON_SITE)
    return ChannelSwitch.objects.create(
        edition=edition,
        kind=plan.wish.kind,
        limit=plan.wish.limit,
        reason=terms.reason,
        deadline=terms.deadline,
        preview=plan.figures.as_json(),
        capacities={str(row.pk): row.capacity for row in hall},
        started_at=now,
        started_by=confirmation.by,
    )


def write_cases(switch: ChannelSwitch, planned: Iterable[PlannedCase], *, now: datetime) -> None:
    """A case per order with its places and offers. The seats are the caller's to take."""
    by_order = {case.order: case for case in planned}
    cases = SwitchCase.objects.bulk_create(
        (SwitchCase(switch=switch, order_id=order) for order in by_order), batch_size=ROWS
    )
    link = SwitchCase.places.through
    link.objects.bulk_create(
        (link(switchcase_id=case.pk, place_id=place) for case in cases for place in by_order[case.order_id].places),
        batch_size=ROWS,
    )
    write_offers({case: by_order[case.order_id] for case in cases}, deadline=switch.deadline, now=now)


def write_offers(
    planned: Mapping[SwitchCase, PlannedCase], *, deadline: datetime, now: datetime, round_: int = 1
) -> list[Offer]:
    """One offer to each attendee with all of her days. The seats are the caller's to take."""
    wanted = {(case.pk, offer.attendee) for case, plan in planned.items() for offer in plan.offers}
    offers = Offer.objects.bulk_create(
        (
            Offer(case_id=case, attendee_id=attendee, deadline=deadline, created_at=now, round=round_)
            for case, attendee in sorted(wanted)
        ),
        batch_size=ROWS,
    )
    known = {(offer.case_id, offer.attendee_id): offer.pk for offer in offers}
    OfferedPlace.objects.bulk_create(
        (
            OfferedPlace(
                offer_id=known[case.pk, each.attendee],
                former_id=each.place,
                day_channel_id=each.day_channel,
                price_cents=each.price_cents,
            )
            for case, plan in planned.items()
            for each in plan.offers
        ),
        batch_size=ROWS,
    )
    return offers


def take_seats(day_channels: Iterable[int]) -> None:
    """Keep one seat for each entry, in order of primary key; also while the channel is closed to the public."""
    wanted = Counter(day_channels)
    for row in DayChannel.objects.filter(pk__in=wanted).order_by("pk"):
        seats.take(day_channel=row, count=wanted[row.pk], even_if_closed=True)


def give_seats_back(day_channels: Iterable[int]) -> None:
    """Release one seat for each entry, in order of primary key."""
    given = Counter(day_channels)
    for row in DayChannel.objects.filter(pk__in=given).order_by("pk"):
        seats.release(day_channel=row, count=given[row.pk])


def _move_doors(switch: ChannelSwitch, days: list[Day], by: Person | None, *, now: datetime) -> None:
    """The hall is closed for booking while the switch works. Opening again sets the seats; the door opens last."""
    events.close_channel(days=days, channel=Channel.ON_SITE, now=now, by=by)
    if switch.kind != SwitchKind.OPEN:
        return
    before = world.capacities_before(switch.edition)
    for row in DayChannel.objects.filter(day__in=days, channel=Channel.ON_SITE).select_related("day").order_by("pk"):
        wanted = before.get(row.pk, row.capacity) if switch.limit is None else switch.limit
        set_hall_seats(row, max(wanted, row.taken), by=by, now=now)


def set_hall_seats(row: DayChannel, capacity: int, *, by: Person | None, now: datetime) -> None:
    if capacity != row.capacity:
        events.set_day_channel(
            day=row.day,
            channel=Channel.ON_SITE,
            capacity=capacity,
            price_cents=row.price_cents,
            by=by,
            now=now,
        )


def _note(switch: ChannelSwitch, plan: Plan, days: list[Day], by: Person | None, *, now: datetime) -> None:
    log.record(
        verb=f"switch_started_{switch.kind}",
        subject=f"switch:{switch.pk}",
        at=now,
        actor=by,
        scope=f"edition:{switch.edition.slug}",
        days=[day.on.isoformat() for day in days],
        persons=plan.figures.persons,
        orders=plan.figures.orders,
        cents=plan.figures.cancelled_cents,
    )
