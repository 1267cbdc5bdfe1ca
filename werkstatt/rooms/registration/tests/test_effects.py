from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.registration.effects import Effect, Giving, Standing, effect_of
from werkstatt.rooms.registration.fees import kept_cents

CENTS = st.integers(0, 1_000_000)
PERCENT = st.integers(0, 100)


@st.composite
def givings(draw: st.DrawFn) -> Giving:
    price = draw(CENTS)
    return Giving(
        text="Jana Muster",
        service_on=date(2022, 5, 2),
        price_cents=price,
        remaining_cents=draw(st.integers(0, price)),
        fee_percent=draw(PERCENT),
        new_price_cents=draw(CENTS),
    )


STANDINGS = st.builds(Standing, balance_cents=st.integers(-1_000_000, 1_000_000), is_waiting=st.booleans())


@given(price=CENTS, percent=PERCENT, remaining=CENTS)
def test_a_fee_is_never_more_than_its_share_or_what_is_open(price, percent, remaining):
    kept = kept_cents(price, remaining, percent)
    assert 0 <= kept <= remaining
    assert kept * 100 <= price * percent


@given(standing=STANDINGS, places=st.lists(givings(), max_size=6))
def test_cancelled_and_kept_make_up_what_was_open(standing, places):
    effect = effect_of(standing, places)
    assert effect.cancelled_cents + effect.fee_cents == sum(place.remaining_cents for place in places)
    assert all(line.cancelled_cents >= 0 for line in effect.lines)


@given(standing=STANDINGS, places=st.lists(givings(), max_size=6))
def test_the_balance_moves_by_exactly_what_documents_say(standing, places):
    effect = effect_of(standing, places)
    after = standing.balance_cents - effect.cancelled_cents + effect.invoiced_cents
    assert effect.due_cents == max(0, after)
    if not standing.is_waiting:
        assert effect.refund_cents == max(0, -after) - max(0, -standing.balance_cents)
        assert effect.due_cents - max(0, -after) == after


@given(standing=STANDINGS, places=st.lists(givings(), max_size=3), others=st.lists(givings(), max_size=3))
def test_only_equal_effects_share_a_fingerprint(standing, places, others):
    one, two = effect_of(standing, places), effect_of(standing, others)
    assert (one.fingerprint == two.fingerprint) == (one == two)


def test_nothing_has_no_effect():
    assert Effect().is_free
