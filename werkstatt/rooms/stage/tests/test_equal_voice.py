from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.stage.equal_voice import MARGIN, Count, equal_voice

counts = st.builds(Count, st.integers(0, 5000), st.integers(0, 5000))


@given(counts)
def test_the_two_shares_make_a_whole(count):
    assert count.share("on_site") + count.share("online") == (100 if count.total else 0)


@given(counts, counts)
def test_the_two_channels_are_measured_alike(listeners, turns):
    """Exchange hall and home, and the finding is exchanged too (up to the rounding of one percent)."""
    found = equal_voice(listeners=listeners, turns=turns)
    mirrored = equal_voice(
        listeners=Count(listeners.online, listeners.on_site), turns=Count(turns.online, turns.on_site)
    )
    off = abs(turns.share("on_site") - listeners.share("on_site"))
    if abs(off - MARGIN) > 2:
        assert {found.behind, mirrored.behind} in ({""}, {"on_site", "online"})


def test_home_is_behind_when_the_hall_asks_nearly_everything():
    found = equal_voice(listeners=Count(200, 300), questions=Count(9, 1), turns=Count(1, 2))
    assert found.behind == "online"
    assert [(part.name, part.behind) for part in found.parts] == [("questions", "online"), ("turns", "")]


def test_few_contributions_and_a_single_channel_say_nothing():
    assert equal_voice(listeners=Count(200, 300), questions=Count(3, 0)).behind == ""
    assert equal_voice(listeners=Count(200, 0), questions=Count(30, 0)).behind == ""
