"""The end of a run, and of a switch: who slipped in meanwhile, the door, the state."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, DayChannel
from werkstatt.foundation.people import log
from werkstatt.rooms.registration.choices import CaseState, OfferState, SwitchKind, SwitchState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, SwitchCase
from werkstatt.rooms.registration.switch import jobs, row, world
from werkstatt.rooms.registration.switch.plan import PlannedCase, Wish, make_plan
from werkstatt.rooms.registration.switch.starting import set_hall_seats, take_seats, write_offers


@transaction.atomic
def finish_run(switch: ChannelSwitch, *, now: datetime) -> None:
    """When no case is pending any more: the door as it shall be, and the state. Of several workers one does it."""
    locked = locked_switch(switch.pk)
    if locked.state != SwitchState.RUNNING or locked.cases.filter(state=CaseState.PENDING).exists():
        return
    if locked.kind != SwitchKind.OPEN and _add_latecomers(locked, now=now):
        jobs.set_to_work(locked)
        return
    days = list(locked.days.select_related("edition"))
    if locked.kind == SwitchKind.LIMIT:
        _limit_hall(locked, days, now=now)
    locked.worked_through_at = now
    locked.state = SwitchState.WAITING
    locked.save(update_fields=["worked_through_at", "state"])
    _note(locked, "switch_worked_through", now=now)
    _finish_when_answered(locked, now=now)


@transaction.atomic
def finish_switch(switch: int, *, now: datetime) -> None:
    """When nobody has an offer to answer any more, and nobody waits in the row."""
    _finish_when_answered(locked_switch(switch), now=now)


def finish_switches(*, now: datetime) -> None:
    """Look at all that wait for answers: what an answer could not finish itself is finished here."""
    for pk in ChannelSwitch.objects.filter(state=SwitchState.WAITING).values_list("pk", flat=True):
        finish_switch(pk, now=now)


def locked_switch(pk: int) -> ChannelSwitch:
    """Nobody who holds the lock of an order asks for this one; so it may be held while orders are looked at."""
    switches = ChannelSwitch.objects.select_for_update(of=("self",), no_key=True)
    return switches.select_related("edition__series").get(pk=pk)


def _finish_when_answered(switch: ChannelSwitch, *, now: datetime) -> None:
    if switch.state != SwitchState.WAITING:
        return
    waited_for: set[int] = set()
    if switch.kind == SwitchKind.OPEN:
        waited_for = row.hand_on_locked(switch, now=now)
        _open_hall(switch, waited_for, now=now)
    if not waited_for and not Offer.objects.filter(case__switch=switch, state=OfferState.OPEN).exists():
        switch.state, switch.finished_at = SwitchState.FINISHED, now
        switch.save(update_fields=["state", "finished_at"])
        _note(switch, "switch_finished", now=now)


def _open_hall(switch: ChannelSwitch, waited_for: set[int], *, now: datetime) -> None:
    """Days nobody waits for in the row: what is left is everybody's."""
    shut = DayChannel.objects.filter(day__in=row.days_in_charge(switch), channel=Channel.ON_SITE, is_open=False)
    days = list(Day.objects.filter(channels__in=shut).exclude(pk__in=waited_for).select_related("edition"))
    if days:
        events.open_channel(days=days, channel=Channel.ON_SITE, now=now, by=switch.started_by)


def _limit_hall(switch: ChannelSwitch, days: list[Day], *, now: datetime) -> None:
    """The limit becomes the capacity, and the door opens again for what may be left below it."""
    for hall in DayChannel.objects.filter(day__in=days, channel=Channel.ON_SITE).select_related("day").order_by("pk"):
        set_hall_seats(hall, max(switch.limit or 0, hall.taken), by=switch.started_by, now=now)
    events.open_channel(days=days, channel=Channel.ON_SITE, now=now, by=switch.started_by)


def _add_latecomers(switch: ChannelSwitch, *, now: datetime) -> int:
    """Orders that were being placed at the very moment the hall was closed. They are treated like all others."""
    wish = Wish(SwitchKind(switch.kind), frozenset(switch.days.values_list("pk", flat=True)), switch.limit)
    plan = make_plan(wish, world.load_world(switch.edition, wish), as_many_as_fit=True)
    for planned in plan.cases:
        _add_case(switch, planned, now=now)
    take_seats(offer.day_channel for case in plan.cases for offer in case.offers)
    return len(plan.cases)


def _add_case(switch: ChannelSwitch, planned: PlannedCase, *, now: datetime) -> None:
    case, is_new = SwitchCase.objects.get_or_create(switch=switch, order_id=planned.order)
    if not is_new:
        SwitchCase.objects.filter(pk=case.pk).update(state=CaseState.PENDING)
    case.places.add(*planned.places)
    write_offers({case: planned}, deadline=switch.deadline, now=now, round_=next_round([case]))


def next_round(cases: Iterable[SwitchCase]) -> int:
    last = Offer.objects.filter(case__in=list(cases)).aggregate(last=Max("round"))["last"]
    return int(last or 0) + 1


def _note(switch: ChannelSwitch, verb: str, *, now: datetime) -> None:
    log.record(verb=verb, subject=f"switch:{switch.pk}", at=now, scope=f"edition:{switch.edition.slug}")
