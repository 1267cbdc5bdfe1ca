"""What a switch would do: pure arithmetic over loaded facts, no database, no writing.

The same plan is made for the dry run and for the act, so the confirmed figures are the figures that happen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.switch.figures import DayFigures, Figures


@dataclass(frozen=True, slots=True)
class Wish:
    """What the organiser chose. `limit`: persons a day (LIMIT), or seats a day to open with (OPEN)."""

    kind: SwitchKind
    days: frozenset[int]
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on one day: booked on site now (CLOSE, LIMIT), or ended by an earlier switch (OPEN).

    `may_be_offered` is False when the person already takes part on the other channel that day, or has left the order.
    """

    place: int
    order: int
    attendee: int
    person: int
    day: int
    placed_at: datetime
    writes_apart: bool
    may_be_offered: bool = True


@dataclass(frozen=True, slots=True)
class Charge:
    """What is still open of one line of an on-site invoice; `place` is None for lines of anything else."""

    order: int
    document: int
    line: int
    place: int | None
    open_cents: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What an order owes and what it has paid (less what went or goes back), in cents."""

    order: int
    owed_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Target:
    """The day and channel that is offered instead, with the seats that can really be offered."""

    day: int
    on: date
    day_channel: int
    price_cents: int
    left: int


@dataclass(frozen=True, slots=True)
class World:
    """Everything the plan looks at, loaded in a constant number of queries."""

    seats: Sequence[Seat]
    targets: Sequence[Target]
    charges: Sequence[Charge] = ()
    purses: Sequence[Purse] = ()
    drafts: int = 0
    untouched_places: int = 0
    untouched_documents: int = 0


@dataclass(frozen=True, slots=True)
class PlannedOffer:
    place: int
    attendee: int
    day_channel: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class PlannedCancellation:
    """The cancellation document of one invoice: whole when everything still open on it is affected."""

    document: int
    cents: int
    is_whole: bool


@dataclass(slots=True)
class PlannedCase:
    """One order inside the switch."""

    order: int
    places: list[int] = field(default_factory=list)
    offers: list[PlannedOffer] = field(default_factory=list)
    cancellations: list[PlannedCancellation] = field(default_factory=list)
    freed_cents: int = 0

    @property
    def cancelled_cents(self) -> int:
        return sum(cancellation.cents for cancellation in self.cancellations)


@dataclass(frozen=True, slots=True)
class Plan:
    wish: Wish
    cases: Sequence[PlannedCase]
    figures: Figures

    @property
    def is_empty(self) -> bool:
        return not self.cases

    @property
    def days_short(self) -> list[DayFigures]:
        """Days on which fewer seats are left on the other channel than offers need: an offer must be real."""
        if self.wish.kind is SwitchKind.OPEN:
            return []
        return [day for day in self.figures.days if day.offered > day.seats_left]


def make_plan(wish: Wish, world: World, *, as_many_as_fit: bool = False) -> Plan:
    """The plan for `wish`, given `world`. Same input, same plan.

    `as_many_as_fit`: offer only while seats last, first registered first; opening the hall is always like that.
    """
    concerned = [seat for seat in in_order(world.seats) if seat.day in wish.days]
    kept = _kept(wish, concerned)
    affected = [seat for seat in concerned if seat.place not in kept]
    offered = _offered(world, affected, is_capped=as_many_as_fit or wish.kind is SwitchKind.OPEN)
    cases = _cases(affected, offered, world)
    return Plan(wish=wish, cases=cases, figures=_figures(world, wish, (concerned, affected), cases, offered))


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """First registered first: by the moment the order was placed, then by the place itself."""
    return sorted(seats, key=lambda seat: (seat.placed_at, seat.place))


def _kept(wish: Wish, concerned: list[Seat]) -> set[int]:
    """The places that stay under a limit: the first registered of each day."""
    if wish.kind is not SwitchKind.LIMIT:
        return set()
    kept: set[int] = set()
    room = Counter(dict.fromkeys(wish.days, wish.limit or 0))
    for seat in concerned:
        if room[seat.day] > 0:
            room[seat.day] -= 1
            kept.add(seat.place)
    return kept


def _offered(world: World, affected: list[Seat], *, is_capped: bool) -> dict[int, PlannedOffer]:
    """Offers by place."""
    targets = {target.day: target for target in world.targets}
    left = Counter({target.day: target.left for target in world.targets})
    offers: dict[int, PlannedOffer] = {}
    for seat in affected:
        target = targets.get(seat.day)
        if target is None or not seat.may_be_offered or (is_capped and left[seat.day] <= 0):
            continue
        left[seat.day] -= 1
        offers[seat.place] = PlannedOffer(seat.place, seat.attendee, target.day_channel, target.price_cents)
    return offers


def _cases(affected: list[Seat], offered: dict[int, PlannedOffer], world: World) -> list[PlannedCase]:
    cases: dict[int, PlannedCase] = {}
    for seat in affected:
        case = cases.setdefault(seat.order, PlannedCase(seat.order))
        case.places.append(seat.place)
        if seat.place in offered:
            case.offers.append(offered[seat.place])
    purses = {purse.order: purse for purse in world.purses}
    charges: dict[int, list[Charge]] = defaultdict(list)
    for charge in world.charges:
        charges[charge.order].append(charge)
    for case in cases.values():
        case.cancellations = planned_cancellations(charges[case.order], set(case.places))
        if case.order in purses:
            case.freed_cents = freed_cents(purses[case.order], case.cancelled_cents)
    return list(cases.values())


def planned_cancellations(charges: Iterable[Charge], places: set[int]) -> list[PlannedCancellation]:
    """One cancellation per invoice that still has something open for `places`."""
    by_document: dict[int, list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.open_cents > 0:
            by_document[charge.document].append(charge)
    cancellations = []
    for document, lines in sorted(by_document.items()):
        hit = [line for line in lines if line.place in places]
        if hit:
            cents = sum(line.open_cents for line in hit)
            cancellations.append(PlannedCancellation(document, cents, is_whole=len(hit) == len(lines)))
    return cancellations


def freed_cents(purse: Purse, cancelled_cents: int) -> int:
    """Paid money that no open amount needs any more once `cancelled_cents` are cancelled; what was free before is not
    counted again."""
    before = max(0, purse.paid_cents - purse.owed_cents)
    after = max(0, purse.paid_cents - (purse.owed_cents - cancelled_cents))
    return after - before


def _figures(
    world: World,
    wish: Wish,
    seats: tuple[list[Seat], list[Seat]],
    cases: list[PlannedCase],
    offered: dict[int, PlannedOffer],
) -> Figures:
    concerned, affected = seats
    offers = list(offered.values())
    documents = [cancellation for case in cases for cancellation in case.cancellations]
    apart = {seat.attendee for seat in affected if seat.place in offered and seat.writes_apart}
    with_offer = {case.order for case in cases if case.offers}
    opening = wish.kind is SwitchKind.OPEN
    return Figures(
        persons=len({seat.person for seat in affected}),
        orders=len(cases),
        places=len(affected),
        days=tuple(_day_figures(wish, target, concerned, affected, offered) for target in world.targets),
        documents=len(documents),
        documents_whole=sum(document.is_whole for document in documents),
        documents_partly=sum(not document.is_whole for document in documents),
        cancelled_cents=sum(document.cents for document in documents),
        freed_cents=sum(case.freed_cents for case in cases),
        offers=len({offer.attendee for offer in offers}),
        offered_days=len(offers),
        offered_cents=sum(offer.price_cents for offer in offers),
        waiting=len(affected) - len(offers) if opening else 0,
        mails_to_orderers=len(with_offer) if opening else len(cases),
        mails_to_persons=len(apart),
        drafts=world.drafts,
        untouched_places=world.untouched_places,
        untouched_documents=world.untouched_documents,
    )


def _day_figures(
    wish: Wish, target: Target, concerned: list[Seat], affected: list[Seat], offered: dict[int, PlannedOffer]
) -> DayFigures:
    before = sum(seat.day == target.day for seat in concerned)
    ending = [seat for seat in affected if seat.day == target.day]
    return DayFigures(
        day=target.day,
        on=target.on.isoformat(),
        before=before,
        ending=0 if wish.kind is SwitchKind.OPEN else len(ending),
        offered=sum(seat.place in offered for seat in ending),
        seats_left=target.left,
    )
