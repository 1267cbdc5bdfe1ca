"""Who is next: deterministic, blind to the order of arrival in the list, fair to both channels."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.stage.fairness import CHANNELS, Raised, Waiting, order_of_hands, order_of_questions

START = datetime(2022, 5, 2, 10, tzinfo=UTC)
questions = st.lists(
    st.builds(
        Waiting,
        key=st.integers(1, 500),
        channel=st.sampled_from(CHANNELS),
        supports=st.integers(0, 300),
        since=st.integers(0, 5400).map(lambda seconds: START + timedelta(seconds=seconds)),
    ),
    unique_by=lambda each: each.key,
    max_size=25,
)
hands = st.lists(
    st.builds(
        Raised,
        key=st.integers(1, 500),
        channel=st.sampled_from(CHANNELS),
        turns=st.integers(0, 3),
        since=st.integers(0, 5400).map(lambda seconds: START + timedelta(seconds=seconds)),
    ),
    unique_by=lambda each: each.key,
    max_size=25,
)
heard = st.integers(0, 20)


def ordered(rows, on_site=0, online=0):
    return order_of_questions(rows, heard_on_site=on_site, heard_online=online)


@given(questions, heard, heard, st.randoms())
def test_everybody_has_one_place_whatever_the_order_they_are_read_in(rows, on_site, online, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert ordered(rows, on_site, online) == ordered(shuffled, on_site, online)
    assert sorted(ordered(rows, on_site, online)) == sorted(row.key for row in rows)


@given(questions, heard, heard, st.integers(0, 24))
def test_more_support_never_moves_a_question_back(rows, on_site, online, index):
    if not rows:
        return
    chosen = rows[index % len(rows)]
    before = ordered(rows, on_site, online).index(chosen.key)
    better = Waiting(chosen.key, chosen.channel, chosen.supports + 1, chosen.since)
    after = ordered([better if row is chosen else row for row in rows], on_site, online).index(chosen.key)
    assert after <= before


@given(questions, heard, heard, st.integers(1, 10_000))
def test_time_alone_never_changes_the_order(rows, on_site, online, minutes):
    later = [Waiting(row.key, row.channel, row.supports, row.since + timedelta(minutes=minutes)) for row in rows]
    assert ordered(rows, on_site, online) == ordered(later, on_site, online)


def test_the_channel_heard_less_often_comes_first_at_equal_support():
    rows = [Waiting(1, "on_site", 3, START), Waiting(2, "online", 3, START)]
    assert ordered(rows, on_site=2) == [2, 1]
    assert ordered(rows, online=2) == [1, 2]


@given(hands, st.sampled_from(["", *CHANNELS]))
def test_hall_and_online_alternate_as_long_as_both_wait(rows, last):
    order = order_of_hands(rows, last_channel=last)
    channel = {row.key: row.channel for row in rows}
    assert sorted(order) == sorted(channel)
    left = {name: sum(row.channel == name for row in rows) for name in CHANNELS}
    before = last
    for key in order:
        if before and left["on_site"] and left["online"]:
            assert channel[key] != before
        left[channel[key]] -= 1
        before = channel[key]
