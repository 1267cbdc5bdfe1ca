"""Price, seats and door of a day's channel."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, DayChannel
from werkstatt.foundation.events.signals import channel_closed, channel_opened
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person


class CapacityBelowTaken(Exception):
    """More seats are already taken than the new capacity would hold."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are taken")
        self.taken = taken


@transaction.atomic
def set_day_channel(
    *, day: Day, channel: Channel, capacity: int, price_cents: int, by: Person | None, now: datetime
) -> DayChannel:
    """Offer the channel on that day. A new price holds for new places only. Raises CapacityBelowTaken."""
    row, _ = DayChannel.objects.select_for_update().get_or_create(
        day=day, channel=channel, defaults={"capacity": capacity, "price_cents": price_cents}
    )
    if capacity < row.taken:
        raise CapacityBelowTaken(row.taken)
    row.capacity, row.price_cents = capacity, price_cents
    row.save(update_fields=["capacity", "price_cents"])
    _note("day_channel_set", [day], channel, by, now, capacity=capacity, price_cents=price_cents)
    return row


@transaction.atomic
def close_channel(*, days: Sequence[Day], channel: Channel, now: datetime, by: Person | None) -> None:
    """Nobody can book the channel on these days any more; rooms hear of it after commit."""
    _set_door(days, channel, is_open=False)
    _note("channel_closed", days, channel, by, now)
    message = {"days": list(days), "channel": channel, "now": now}
    transaction.on_commit(partial(channel_closed.send, sender=DayChannel, **message))


@transaction.atomic
def open_channel(*, days: Sequence[Day], channel: Channel, now: datetime, by: Person | None) -> None:
    _set_door(days, channel, is_open=True)
    _note("channel_opened", days, channel, by, now)
    message = {"days": list(days), "channel": channel, "now": now}
    transaction.on_commit(partial(channel_opened.send, sender=DayChannel, **message))


def _set_door(days: Sequence[Day], channel: Channel, *, is_open: bool) -> None:
    rows = DayChannel.objects.filter(day__in=days, channel=channel).order_by("pk")
    DayChannel.objects.filter(pk__in=list(rows.select_for_update().values_list("pk", flat=True))).update(
        is_open=is_open
    )


def _note(verb: str, days: Sequence[Day], channel: Channel, by: Person | None, now: datetime, **facts: object) -> None:
    if not days:
        return
    scope = f"edition:{days[0].edition.slug}"
    on = [day.on.isoformat() for day in days]
    log.record(verb=verb, subject=scope, at=now, actor=by, scope=scope, days=on, channel=str(channel), **facts)
