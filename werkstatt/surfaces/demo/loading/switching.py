"""The reference use of the channel switch: the hall is closed for both days, and people answer as they did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration.choices import OfferState, SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch, Offer
from werkstatt.rooms.registration.switch import expiry, world
from werkstatt.rooms.registration.switch.answers import answer_offer
from werkstatt.rooms.registration.switch.plan import Wish, make_plan
from werkstatt.rooms.registration.switch.run import work_through
from werkstatt.rooms.registration.switch.starting import Confirmation, Terms, start_switch
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.personas import BY_KEY, EDITION

REASON = "Das Land hat Veranstaltungen in Innenräumen bis auf Weiteres untersagt."
ACCEPTING = {2: 96, 1: 26}  # offered days -> how many people take all of them
DECLINING = 10  # of the rest; the others stay silent


@dataclass(frozen=True)
class Played:
    """What the play came to; money in cents."""

    cancelled_cents: int
    accepted_days: int
    invoiced_cents: int


def play_switch() -> Played:
    """Close the hall the day after the demo's `before`, answer within the deadline, let it pass. Once per house."""
    edition = Edition.objects.get(slug=EDITION)
    started = MOMENTS["before"] + timedelta(days=1)
    deadline = started + timedelta(days=5)
    switch = _start(edition, started=started, deadline=deadline)
    work_through(switch.pk, moment=lambda: started)
    _answer(switch, started=started)
    expiry.expire_offers(now=deadline + timedelta(minutes=1))
    cases = list(switch.cases.all())
    accepted = Offer.objects.filter(case__switch=switch, state=OfferState.ACCEPTED)
    return Played(
        cancelled_cents=sum(case.cancelled_cents for case in cases),
        accepted_days=accepted.filter(offered_places__new_place__isnull=False).count(),
        invoiced_cents=sum(case.invoiced_cents for case in cases),
    )


def _start(edition: Edition, *, started: datetime, deadline: datetime) -> ChannelSwitch:
    wish = Wish(SwitchKind.CLOSE, frozenset(edition.days.values_list("pk", flat=True)))
    plan = make_plan(wish, world.load_world(edition, wish))
    organiser = Person.objects.get(email=BY_KEY["organiser"].email)
    return start_switch(
        edition=edition,
        wish=wish,
        terms=Terms(deadline=deadline, reason=REASON),
        confirmation=Confirmation(seen=plan.figures, key="demo-switch", by=organiser),
        now=started,
    )


def _answer(switch: ChannelSwitch, *, started: datetime) -> None:
    left = dict(ACCEPTING)
    declining = DECLINING
    for number, offer in enumerate(Offer.objects.filter(case__switch=switch).order_by("pk")):
        days = list(offer.offered_places.values_list("day_channel", flat=True))
        takes = left.get(len(days), 0) > 0
        if not takes and declining == 0:
            continue
        left[len(days)] = left.get(len(days), 0) - takes
        declining -= not takes
        answer_offer(offer=offer, accept=days if takes else [], now=started + timedelta(minutes=7 * (number + 1)))
