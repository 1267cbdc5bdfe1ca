from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.live.limits import BURST_SECONDS, Limits


@given(st.lists(st.floats(0, 5), min_size=1, max_size=200), st.integers(30, 600))
def test_over_any_time_no_more_pass_than_the_rate_and_one_burst(pauses, per_minute):
    limits, at, passed = Limits(), 0.0, 0
    for pause in pauses:
        at += pause
        passed += limits.wait_for("person:1", "vote", per_minute=per_minute, at=at) == 0
        assert passed <= per_minute * (at + BURST_SECONDS) / 60 + 1e-6


@given(st.integers(1, 600))
def test_after_the_wait_it_told_there_is_one_again(per_minute):
    limits = Limits()
    while not (wait := limits.wait_for("a", "b", per_minute=per_minute, at=0)):
        pass
    assert limits.wait_for("a", "b", per_minute=per_minute, at=wait + 1e-6) == 0
