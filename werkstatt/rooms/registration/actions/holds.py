"""Holding seats for a while, and letting them go."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.events import seats
from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.foundation.people import log
from werkstatt.rooms.registration.choices import EndReason, OrderState, PlaceState
from werkstatt.rooms.registration.models import Order, Place

LONGEST_HOLD = timedelta(hours=2)  # activity extends a hold, but not for ever


def extended_hold(order: Order, *, now: datetime) -> tuple[datetime, datetime]:
    """(held since, held until) when the order is worked on at `now`."""
    begins_anew = order.held_since is None or order.hold_until is None or order.hold_until < now
    since = now if begins_anew or order.held_since is None else order.held_since
    return since, min(now + timedelta(minutes=order.edition.hold_minutes), since + LONGEST_HOLD)


def extend_hold(order: Order, *, now: datetime) -> None:
    """Every saved step holds the seats longer. An order without seats stays without."""
    if order.hold_until is not None and order.hold_until >= now:
        order.held_since, order.hold_until = extended_hold(order, now=now)


@transaction.atomic
def release_hold(*, order: Order, now: datetime) -> bool:
    """Give back the seats of a draft whose time is over; its wishes stay. False if there was nothing to do."""
    locked = Order.objects.select_for_update(skip_locked=True).filter(
        pk=order.pk, state=OrderState.DRAFT, hold_until__lt=now
    )
    if not (found := locked.first()):
        return False
    held = Counter(found.places.filter(state=PlaceState.HELD).values_list("day_channel", flat=True))
    for day_channel in DayChannel.objects.filter(pk__in=held).order_by("pk"):
        seats.release(day_channel=day_channel, count=held[day_channel.pk])
    Order.objects.filter(pk=found.pk).update(hold_until=None, held_since=None)
    log.record(verb="hold_expired", subject=found.account_key, at=now, scope=f"edition:{found.edition_id}")
    return True


def release_expired_holds(*, now: datetime, edition: Edition | None = None) -> int:
    """Give back what is held beyond its time, one order per transaction. Returns how many orders let go."""
    late = Order.objects.filter(state=OrderState.DRAFT, hold_until__lt=now)
    if edition is not None:
        late = late.filter(edition=edition)
    return sum(release_hold(order=order, now=now) for order in late.order_by("hold_until"))


@transaction.atomic
def drop_held_places(*, day_channels: Iterable[DayChannel], now: datetime) -> int:
    """End what drafts hold (or wish) on these days and channels, because they are no longer offered.

    The draft says so at its next view. Returns how many places were dropped.
    """
    dropped = 0
    orders = Order.objects.filter(
        state=OrderState.DRAFT, places__state=PlaceState.HELD, places__day_channel__in=list(day_channels)
    )
    for pk in sorted(set(orders.values_list("pk", flat=True))):
        order = Order.objects.select_for_update().get(pk=pk)
        if order.state != OrderState.DRAFT:
            continue
        places = order.places.filter(state=PlaceState.HELD, day_channel__in=list(day_channels))
        held = Counter(places.values_list("day_channel", flat=True))
        dropped += Place.objects.filter(pk__in=[place.pk for place in places]).update(
            state=PlaceState.ENDED, end_reason=EndReason.DROPPED, ended_at=now
        )
        if order.hold_until is not None:
            for day_channel in DayChannel.objects.filter(pk__in=held).order_by("pk"):
                seats.release(day_channel=day_channel, count=held[day_channel.pk])
        order.revision += 1
        order.save(update_fields=["revision"])
    return dropped
