import itertools

from hypothesis import given
from hypothesis import strategies as st

from werkstatt.rooms.stage.tallies import choosing, cloud, estimating, key_of, percentages, ranking, rating, sizes

OPTIONS = ["a", "b", "c", "d"]
ballots_of_choices = st.lists(st.lists(st.sampled_from([*OPTIONS, "gone"]), max_size=5), max_size=30)
rankings = st.lists(st.lists(st.sampled_from(OPTIONS), unique=True, max_size=4), max_size=20)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_percentages_are_off_by_less_than_one_and_equal_votes_read_equal(counts):
    shares = percentages(counts)
    assert len(set(zip(counts, shares, strict=True))) == len(set(counts))
    assert all(
        abs(share - 100 * count / sum(counts)) < 1 for share, count in zip(shares, counts, strict=True) if sum(counts)
    )


@given(ballots_of_choices)
def test_a_ballot_counts_an_option_once_and_only_known_ones(ballots):
    result = choosing(ballots, OPTIONS, only_one=False)
    assert result.voters == len(ballots)
    assert [c.votes for c in result.choices] == [sum(key in ballot for ballot in ballots) for key in OPTIONS]
    assert all(0 <= c.percent <= 100 for c in result.choices)


def test_level_leaders_are_all_named_and_nobody_leads_an_empty_poll():
    assert [c.key for c in choosing([["a"], ["b"]], OPTIONS, only_one=True).leaders] == ["a", "b"]
    assert choosing([], OPTIONS, only_one=True).leaders == ()


@given(st.lists(st.integers(-2, 8)))
def test_a_rating_counts_only_its_steps(values):
    result = rating(values, steps=5)
    assert sum(result.counts) == result.voters == sum(1 <= value <= 5 for value in values)
    assert (result.mean is None) == (result.median is None) == (result.voters == 0)
    if result.mean is not None and result.median is not None:
        assert 1 <= result.mean <= 5
        assert 1 <= result.median <= 5


@given(rankings)
def test_every_ballot_hands_out_the_same_points_however_short(ballots):
    result = ranking(ballots, OPTIONS)
    assert result.voters == sum(bool(ballot) for ballot in ballots)
    assert sum(option.doubled_points for option in result.options) == result.voters * len(OPTIONS) * (len(OPTIONS) - 1)
    points = [option.doubled_points for option in result.options]
    assert points == sorted(points, reverse=True)


@given(rankings, st.permutations(range(20)))
def test_a_ranking_does_not_depend_on_who_came_first(ballots, order):
    shuffled = [ballots[n] for n in order if n < len(ballots)]
    assert ranking(ballots, OPTIONS) == ranking(shuffled, OPTIONS)


@given(rankings)
def test_whoever_is_first_for_one_more_does_not_fall(ballots):
    before = {o.key: o.place for o in ranking(ballots, OPTIONS).options}
    after = {o.key: o.place for o in ranking([*ballots, ["a"]], OPTIONS).options}
    assert after["a"] <= before["a"]


def test_a_ranking_prefers_what_many_can_live_with():
    ballots = [["a", "c", "b"]] * 3 + [["b", "c", "a"]] * 3 + [["c", "a", "b"]]
    assert ranking(ballots, ["a", "b", "c"]).options[0].key == "c"


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_every_estimate_lies_in_one_bin_and_the_middle_between_the_ends(values):
    result = estimating(values)
    assert sum(bin_.count for bin_ in result.bins) == result.voters == len(values)
    assert 1 <= len(result.bins) <= 10
    order = [result.lowest, result.lower, result.median, result.upper, result.highest]
    assert all(a is not None and b is not None and a <= b + 1e-6 * max(1, abs(b)) for a, b in itertools.pairwise(order))


def test_no_estimate_and_one_estimate():
    assert estimating([]).median is None
    assert estimating([float("inf"), float("nan")]).voters == 0
    assert estimating([7]).bins[0].count == 1


def test_spellings_of_a_word_are_merged_and_the_frequent_one_is_shown():
    words = cloud(
        [["Bürger-Beteiligung"], ["Buergerbeteiligung!"], ["Bürger-Beteiligung", "der"], ["Open Data"], ["OPENDATA"]]
    )
    assert [(word.text, word.votes) for word in words] == [("Bürger-Beteiligung", 3), ("OPENDATA", 2)]


def test_stop_words_hidden_words_and_mere_signs_are_not_shown():
    words = cloud([["und"], ["the"], ["Mut"], ["!!!"], ["\u200b"], ["Unfug"]], hidden={key_of("unfug")})
    assert [word.text for word in words] == ["Mut"]


def test_merged_words_count_for_the_word_they_belong_to_once_a_ballot():
    words = cloud([["Bahn", "Zug"], ["Zug"], ["Bus"]], merged={"zug": "bahn", "bahn": "bahn"})
    assert [(word.text, word.votes) for word in words] == [("Bahn", 2), ("Bus", 1)]


def test_merges_in_a_ring_end():
    assert sum(word.votes for word in cloud([["eins"], ["zwei"]], merged={"eins": "zwei", "zwei": "eins"})) == 2


@given(st.lists(st.lists(st.text(max_size=60), max_size=4), max_size=15))
def test_a_cloud_takes_any_text(ballots):
    words = cloud(ballots)
    assert all(1 <= word.votes <= len(ballots) and word.text and len(word.text) <= 40 for word in words)
    assert [word.key for word in words] == list(dict.fromkeys(word.key for word in words))
    assert all(1 <= size <= 6 for size in sizes(words))
