"""The plan is pure arithmetic; its sums never say more than what is really open and really paid."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.switch.figures import differences, figures_from
from werkstatt.rooms.registration.switch.plan import Charge, Purse, Seat, Target, Wish, World, freed_cents, make_plan

START = datetime(2022, 3, 1, 9, tzinfo=UTC)
DAYS = {1: date(2022, 5, 2), 2: date(2022, 5, 3)}


def seat(
    place: int, *, order: int = 1, attendee: int | None = None, day: int = 1, minutes: int = 0, **more: bool
) -> Seat:
    attendee = place if attendee is None else attendee
    placed_at = START + timedelta(minutes=minutes)
    return Seat(place, order, attendee, attendee, day, placed_at, more.get("apart", True), more.get("offered", True))


def targets(*, left: int = 100) -> list[Target]:
    return [Target(day, on, day_channel=10 + day, price_cents=2500, left=left) for day, on in DAYS.items()]


def world(seats: list[Seat], *, paid: int = 0, left: int = 100) -> World:
    charges = [Charge(seat.order, 100 + seat.order, seat.place, seat.place, 4500) for seat in seats]
    orders = sorted({seat.order for seat in seats})
    owed = {order: sum(charge.open_cents for charge in charges if charge.order == order) for order in orders}
    return World(seats, targets(left=left), charges, [Purse(order, owed[order], paid) for order in orders])


def close(*days: int) -> Wish:
    return Wish(SwitchKind.CLOSE, frozenset(days))


def test_closing_one_of_two_days_cancels_part_of_the_invoice() -> None:
    plan = make_plan(close(1), world([seat(1, attendee=1), seat(2, attendee=1, day=2)]))
    [case] = plan.cases
    [cancellation] = case.cancellations
    assert (cancellation.cents, cancellation.is_whole) == (4500, False)
    assert (plan.figures.places, plan.figures.documents_partly, plan.figures.offered_cents) == (1, 1, 2500)


def test_closing_all_days_cancels_the_invoice_whole() -> None:
    plan = make_plan(close(1, 2), world([seat(1, attendee=1), seat(2, attendee=1, day=2)]))
    assert plan.cases[0].cancellations[0].is_whole
    assert (plan.figures.persons, plan.figures.places, plan.figures.cancelled_cents) == (1, 2, 9000)


def test_a_fee_kept_from_an_earlier_cancellation_stays_invoiced() -> None:
    one = seat(1)
    facts = World([one], targets(), [Charge(1, 101, 1, 1, 4500), Charge(1, 101, 2, 77, 2250)])
    [cancellation] = make_plan(close(1), facts).cases[0].cancellations
    assert (cancellation.cents, cancellation.is_whole) == (4500, False)


def test_under_a_limit_the_first_registered_stay() -> None:
    late, early, same_time_later_place = (
        seat(1, order=1, minutes=9),
        seat(2, order=2, minutes=1),
        seat(3, order=3, minutes=1),
    )
    plan = make_plan(Wish(SwitchKind.LIMIT, frozenset({1}), limit=1), world([late, early, same_time_later_place]))
    assert [case.places for case in plan.cases] == [[3], [1]]
    assert plan.figures.days[0].kept == 1


def test_a_limit_above_what_is_booked_ends_nothing() -> None:
    assert make_plan(Wish(SwitchKind.LIMIT, frozenset({1}), limit=5), world([seat(1)])).is_empty


def test_who_already_has_the_other_channel_gets_no_offer_for_that_day() -> None:
    plan = make_plan(close(1), world([seat(1, offered=False), seat(2)]))
    assert plan.figures.offered_days == 1
    assert plan.figures.places == 2


def test_too_few_online_seats_are_named_by_day() -> None:
    plan = make_plan(close(1, 2), world([seat(1), seat(2), seat(3, day=2)], left=1))
    assert [(day.day, day.offered, day.seats_left) for day in plan.days_short] == [(1, 2, 1)]


def test_opening_again_offers_seats_in_the_order_of_registration() -> None:
    seats = [seat(1, order=1, minutes=5), seat(2, order=2, minutes=3), seat(3, order=3, minutes=4)]
    plan = make_plan(Wish(SwitchKind.OPEN, frozenset({1}), limit=2), World(seats, targets(left=2)))
    assert [offer.place for case in plan.cases for offer in case.offers] == [2, 3]
    assert plan.figures.waiting == 1
    assert plan.figures.mails_to_orderers == 2


def test_figures_survive_json_and_tell_what_changed() -> None:
    before = make_plan(close(1), world([seat(1), seat(2)])).figures
    after = make_plan(close(1), world([seat(1)])).figures
    assert figures_from(before.as_json()) == before
    assert {(change.name, change.before, change.after) for change in differences(before, after)} >= {
        ("persons", 2, 1),
        ("cancelled_cents", 9000, 4500),
    }


@settings(deadline=None)
@given(owed=st.integers(0, 10**6), paid=st.integers(0, 10**6), share=st.floats(0, 1))
def test_freed_money_is_never_more_than_cancelled_or_paid(owed: int, paid: int, share: float) -> None:
    cancelled = int(owed * share)
    freed = freed_cents(Purse(1, owed, paid), cancelled)
    assert 0 <= freed <= min(cancelled, paid)
    if paid >= owed:
        assert freed == cancelled


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 2), st.integers(0, 60)), min_size=1, max_size=30),
    st.integers(0, 10),
)
def test_a_limit_keeps_exactly_as_many_as_fit(rows: list[tuple[int, int, int]], limit: int) -> None:
    seats = [seat(n, order=order, day=day, minutes=minutes) for n, (order, day, minutes) in enumerate(rows, start=1)]
    plan = make_plan(Wish(SwitchKind.LIMIT, frozenset({1, 2}), limit=limit), world(seats))
    for day in plan.figures.days:
        assert day.kept == min(limit, day.before)
    assert plan.figures.cancelled_cents == 4500 * plan.figures.places
