"""Switches for tests: planned, pulled, worked through."""

from datetime import datetime, timedelta

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.tests.factories import edition_with_days
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch
from werkstatt.rooms.registration.switch.figures import Figures
from werkstatt.rooms.registration.switch.plan import Plan, Wish, make_plan
from werkstatt.rooms.registration.switch.run import work_through
from werkstatt.rooms.registration.switch.starting import Confirmation, Terms, start_switch
from werkstatt.rooms.registration.switch.world import load_world
from werkstatt.rooms.registration.tests.switch.crowds import BOTH, IN_MARCH, ONE, ONLINE, Wanted, placed

IN_APRIL = IN_MARCH + timedelta(days=20)
DEADLINE = IN_APRIL + timedelta(days=7)

__all__ = [
    "BOTH",
    "DEADLINE",
    "IN_APRIL",
    "IN_MARCH",
    "ONE",
    "ONLINE",
    "Wanted",
    "edition_with_days",
    "placed",
]


def plan_for(edition: Edition, wish: Wish) -> Plan:
    return make_plan(wish, load_world(edition, wish))


def wish_for(edition: Edition, kind: SwitchKind = SwitchKind.CLOSE, *, days: int = 2, limit: int | None = None) -> Wish:
    keys = list(edition.days.order_by("on").values_list("pk", flat=True))[:days]
    return Wish(kind, frozenset(keys), limit)


def pulled(
    edition: Edition,
    wish: Wish | None = None,
    *,
    now: datetime = IN_APRIL,
    seen: Figures | None = None,
    key: str = "form",
    deadline: datetime = DEADLINE,
) -> ChannelSwitch:
    """The switch as confirmed at the desk, not yet worked through."""
    wish = wish or wish_for(edition)
    figures = seen or plan_for(edition, wish).figures
    return start_switch(
        edition=edition,
        wish=wish,
        terms=Terms(deadline=deadline, reason="Die Verordnung des Landes untersagt Veranstaltungen in Präsenz."),
        confirmation=Confirmation(seen=figures, key=key, by=None),
        now=now,
    )


def worked(edition: Edition, wish: Wish | None = None, *, now: datetime = IN_APRIL, key: str = "form") -> ChannelSwitch:
    """A switch that has been worked through."""
    switch = pulled(edition, wish, now=now, key=key)
    work_through(switch.pk, moment=lambda: now)
    switch.refresh_from_db()
    return switch
