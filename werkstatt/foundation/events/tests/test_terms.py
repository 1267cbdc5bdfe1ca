from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.events.terms import Step, fee_cents_on, fee_percent_on, steps

DAY = date(2022, 5, 2)


@dataclass(frozen=True)
class Term:
    days_before: int
    fee_percent: int


NEO = [Term(27, 50), Term(6, 100)]
TERMS = st.lists(
    st.builds(Term, days_before=st.integers(0, 200), fee_percent=st.integers(0, 100)),
    unique_by=lambda term: term.days_before,
    max_size=6,
)
DAYS_LEFT = st.integers(-400, 400)


def test_free_until_28_days_before_then_half_until_7_then_full():
    percents = {left: fee_percent_on(NEO, DAY, DAY - timedelta(days=left)) for left in (90, 28, 27, 7, 6, 0, -1)}
    assert percents == {90: 0, 28: 0, 27: 50, 7: 50, 6: 100, 0: 100, -1: 100}


def test_without_terms_cancelling_is_free():
    assert fee_percent_on([], DAY, DAY) == 0


@given(TERMS, DAYS_LEFT)
def test_the_fee_is_always_one_of_the_terms_or_nothing(terms: list[Term], left: int):
    assert fee_percent_on(terms, DAY, DAY - timedelta(days=left)) in {0, *(term.fee_percent for term in terms)}


@given(TERMS, DAYS_LEFT, st.integers(0, 1_000_000))
def test_the_fee_never_exceeds_the_price(terms: list[Term], left: int, price: int):
    assert 0 <= fee_cents_on(terms, price, DAY, DAY - timedelta(days=left)) <= price


@given(TERMS, DAYS_LEFT)
def test_the_order_of_the_terms_does_not_matter(terms: list[Term], left: int):
    today = DAY - timedelta(days=left)
    assert fee_percent_on(terms, DAY, today) == fee_percent_on(terms[::-1], DAY, today)


@given(TERMS, st.integers(0, 400))
def test_the_steps_say_what_is_charged(terms: list[Term], left: int):
    (step,) = [s for s in steps(terms) if (s.first is None or left <= s.first) and left >= s.last]
    assert step.fee_percent == fee_percent_on(terms, DAY, DAY - timedelta(days=left))


def test_steps_run_from_far_to_near():
    assert steps(NEO) == [Step(None, 28, 0), Step(27, 7, 50), Step(6, 0, 100)]
    assert steps([]) == [Step(None, 0, 0)]
