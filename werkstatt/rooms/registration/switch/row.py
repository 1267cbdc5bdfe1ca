"""The row of those who wait for a seat in the hall when it opens again: first registered, first asked."""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, DayChannel
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, OfferedPlace, SwitchCase
from werkstatt.rooms.registration.switch import letters, world
from werkstatt.rooms.registration.switch.plan import Plan, Seat, Target, Wish, World, make_plan
from werkstatt.rooms.registration.switch.starting import take_seats, write_offers

NOTICE = timedelta(hours=24)  # before the doors open; nobody is asked later than that
LEAST_TIME = timedelta(hours=12)  # to answer


def waiting(switch: ChannelSwitch) -> list[Seat]:
    """Former places that have not been offered yet and still can be, in the order of registration."""
    mine = SwitchCase.places.through.objects.filter(switchcase__switch=switch).values_list("place_id", flat=True)
    asked = OfferedPlace.objects.filter(offer__case__switch=switch).values_list("former_id", flat=True)
    left = set(mine) - set(asked)
    days = switch.days.values_list("pk", flat=True)
    return [seat for seat in world.former_seats(days) if seat.place in left and seat.may_be_offered]


def hand_on_locked(switch: ChannelSwitch, *, now: datetime) -> set[int]:
    """Offer the seats that came back to the next in the row; the switch is locked. Gives the days people wait for."""
    targets = _free_seats(switch, now=now)
    days = frozenset(target.day for target in targets)
    seats = [seat for seat in waiting(switch) if seat.day in days]
    if any(target.left > 0 for target in targets):
        plan = make_plan(Wish(SwitchKind.OPEN, days), World(seats=seats, targets=targets))
        _offer(switch, plan, now=now)
    return {seat.day for seat in seats}


def _free_seats(switch: ChannelSwitch, *, now: datetime) -> list[Target]:
    """What is free on the days that are far enough away to ask somebody."""
    hall = DayChannel.objects.filter(day__in=days_in_charge(switch), channel=Channel.ON_SITE, is_open=False)
    return [
        Target(each.day_id, each.day.on, each.pk, each.price_cents, each.left)
        for each in hall.select_related("day__edition").order_by("day__on")
        if each.day.starts_at - NOTICE - now >= LEAST_TIME
    ]


def days_in_charge(switch: ChannelSwitch) -> QuerySet[Day]:
    """Days on which no later switch has the say."""
    later = ChannelSwitch.objects.filter(edition=switch.edition, pk__gt=switch.pk)
    return Day.objects.filter(switches=switch).exclude(switches__in=later)


def _offer(switch: ChannelSwitch, plan: Plan, *, now: datetime) -> None:
    planned = {case.order: case for case in plan.cases if case.offers}
    if not planned:
        return
    cases = {case: planned[case.order_id] for case in switch.cases.filter(order__in=planned)}
    last = Offer.objects.filter(case__switch=switch).aggregate(last=Max("round"))["last"]
    write_offers(cases, deadline=deadline_for(switch, now=now), now=now, round_=int(last or 0) + 1)
    take_seats(offer.day_channel for case in planned.values() for offer in case.offers)
    letters.tell_of_seats(list(cases), round_=int(last or 0) + 1, now=now)


def deadline_for(switch: ChannelSwitch, *, now: datetime) -> datetime:
    """As much time as the first had, but never later than a day before the doors open."""
    first_day = switch.days.select_related("edition").order_by("on")[0]
    return min(now + (switch.deadline - switch.started_at), first_day.starts_at - NOTICE)
