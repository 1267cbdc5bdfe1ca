"""Polls from being prepared to being shown: who counts, who sees what, and nothing leaves before its time."""

from datetime import timedelta

import pytest

from werkstatt.rooms.stage import poll_queries
from werkstatt.rooms.stage.actions import leading, polls
from werkstatt.rooms.stage.actions.diary import StageIsEnded
from werkstatt.rooms.stage.actions.drawing import draw_poll
from werkstatt.rooms.stage.actions.polls import PollEntry, PollIsBegun, PollIsNotOpen, PollIsNotReleasable
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import HallView, PollKind, PollState
from werkstatt.rooms.stage.models import Ballot, Poll, Stage
from werkstatt.rooms.stage.tests.factories import LATER, guest, hybrid_session, make_stage, voice
from werkstatt.services.live.models import Event

pytestmark = pytest.mark.django_db
PENGUINS = ("Kaiserpinguin", "Eselspinguin", "Felsenpinguin")


def heard(topic: str) -> str:
    """Everything that was ever said in the topic."""
    return "\n".join(f"{event.kind} {event.payload} {event.words}" for event in Event.objects.filter(topic__name=topic))


def entry(kind: PollKind = PollKind.SINGLE, **fields) -> PollEntry:
    options = PENGUINS if kind in polls.WITH_OPTIONS else ()
    return PollEntry(kind=kind, question="Welcher Pinguin?", options=options, **fields)


def open_poll(stage: Stage, kind: PollKind = PollKind.SINGLE, **fields) -> Poll:
    return polls.start_poll(stage=stage, entry=entry(kind, **fields), by=None, now=LATER)


def vote(by, poll: Poll, **data) -> str:
    return str(cast_votes(votes=[Vote(by, poll.pk, data)], now=LATER)[0])


def first(poll: Poll) -> str:
    return str(poll.options.all()[0].pk)


def test_a_prepared_poll_is_known_to_nobody_but_the_moderation():
    stage = make_stage()
    polls.prepare_poll(stage=stage, entry=entry(), by=None, now=LATER)
    assert "pinguin" not in heard(stage.topic) + heard(stage.hall_topic) + heard(stage.moderation_topic)
    assert poll_queries.poll_on_stage(stage) is None


def test_an_open_poll_is_put_before_everybody_and_on_the_big_screen():
    stage = make_stage()
    poll = open_poll(stage)
    assert "Kaiserpinguin" in heard(stage.topic)
    assert Stage.objects.get().hall_poll == poll
    assert Stage.objects.get().hall_view == HallView.POLL


def test_a_changed_vote_counts_once_and_the_last_ballot_stands():
    stage = make_stage()
    poll, penguin = open_poll(stage), voice(stage)
    one, two = (option.pk for option in poll.options.all()[:2])
    assert vote(penguin, poll, choice=str(one)) == ""
    assert vote(penguin, poll, choice=str(two)) == ""
    ballot = Ballot.objects.get()
    assert ballot.value == {"options": [two]}
    assert ballot.changed_at == LATER


def test_the_result_stays_on_the_server_until_it_is_released():
    stage = make_stage()
    poll = open_poll(stage)
    vote(voice(stage), poll, choice=first(poll))
    draw_poll(poll=poll, now=LATER)
    polls.close_poll(poll=poll, by=None, now=LATER)
    everything = heard(stage.topic) + heard(stage.hall_topic) + heard(stage.moderation_topic)
    assert "100 %" not in everything
    assert "1 Stimme" in everything
    polls.show_result(poll=poll, by=None, now=LATER)
    assert "100 % · 1" in heard(stage.topic)


def test_a_result_released_while_people_vote_grows_with_them():
    stage = make_stage()
    poll = polls.start_poll(stage=stage, entry=entry(), by=None, now=LATER, shows_result=True)
    vote(voice(stage), poll, choice=first(poll))
    draw_poll(poll=poll, now=LATER)
    assert "100 % · 1" in heard(stage.topic)


def test_opening_a_poll_closes_the_one_before():
    stage = make_stage()
    before, after = open_poll(stage), open_poll(stage)
    before.refresh_from_db()
    assert before.state == PollState.CLOSED
    assert poll_queries.poll_on_stage(Stage.objects.get()).poll == after  # type: ignore[union-attr]


def test_a_closed_poll_takes_no_votes_and_says_so():
    stage = make_stage()
    poll = open_poll(stage)
    polls.close_poll(poll=poll, by=None, now=LATER)
    assert "geschlossen" in vote(voice(stage), poll, choice=first(poll))
    with pytest.raises(PollIsNotOpen):
        polls.close_poll(poll=poll, by=None, now=LATER)


def test_whoever_comes_late_finds_the_open_poll_and_counts():
    stage = make_stage()
    poll = open_poll(stage)
    vote(voice(stage), poll, choice=first(poll))
    late = voice(stage, "online")
    seen = poll_queries.poll_on_stage(Stage.objects.get())
    assert seen is not None
    assert seen.is_open
    assert vote(late, poll, choice=first(poll)) == ""
    assert poll_queries.result_of(poll).voters == 2


def test_a_poll_begun_anew_forgets_its_ballots():
    stage = make_stage()
    poll = open_poll(stage)
    vote(voice(stage), poll, choice=first(poll))
    poll = polls.reset_poll(poll=poll, by=None, now=LATER)
    assert poll.state == PollState.PREPARED
    assert not Ballot.objects.exists()
    assert poll_queries.poll_on_stage(Stage.objects.get()) is None


def test_a_poll_that_was_open_keeps_its_words():
    poll = open_poll(make_stage())
    with pytest.raises(PollIsBegun):
        polls.change_poll(poll=poll, entry=entry(), by=None, now=LATER)
    with pytest.raises(PollIsBegun):
        polls.remove_poll(poll=poll, by=None, now=LATER)


def test_a_prepared_poll_has_no_result_to_show():
    poll = polls.prepare_poll(stage=make_stage(), entry=entry(), by=None, now=LATER)
    with pytest.raises(PollIsNotReleasable):
        polls.show_result(poll=poll, by=None, now=LATER)


def test_guests_vote_only_where_the_stage_lets_them():
    stage = make_stage(guests_may_vote=False)
    poll = open_poll(stage)
    assert "Gäste" in vote(guest(stage), poll, choice=first(poll))


def test_nobody_votes_on_another_stage():
    stage = make_stage()
    other = make_stage(hybrid_session(stage.session.edition, starts="14:00", ends="15:00"))
    poll = open_poll(stage)
    assert vote(voice(other), poll, choice=first(poll))
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (PollKind.MULTIPLE, {"choice": "first"}),
        (PollKind.YES_NO, {"choice": "yes"}),
        (PollKind.RATING, {"choice": "4"}),
        (PollKind.RANKING, {"rank": "first"}),
        (PollKind.WORDS, {"word": ["Mut", "Zeit"]}),
        (PollKind.NUMBER, {"number": "1.200,5"}),
    ],
)
def test_every_kind_can_be_voted_in_and_shown(kind, data):
    stage = make_stage()
    poll = open_poll(stage, kind)
    data = {name: first(poll) if value == "first" else value for name, value in data.items()}
    assert vote(voice(stage), poll, **data) == ""
    polls.close_poll(poll=poll, by=None, now=LATER, shows_result=True)
    assert "1 Stimme" in heard(stage.topic)


def test_words_can_be_hidden_merged_and_shown_again():
    stage = make_stage()
    poll = open_poll(stage, PollKind.WORDS)
    vote(voice(stage), poll, word=["Unfug", "Bahn"])
    vote(voice(stage), poll, word=["Zug"])
    poll = polls.hide_word(poll=poll, word="UNFUG!", by=None, now=LATER)
    poll = polls.merge_words(poll=poll, word="Zug", into="Bahn", by=None, now=LATER)
    assert [(word.text, word.votes) for word in poll_queries.result_of(poll).tally] == [("Bahn", 2)]  # type: ignore[union-attr]
    poll = polls.show_word(poll=poll, word="Unfug", by=None, now=LATER)
    assert len(poll_queries.result_of(poll).tally) == 2  # type: ignore[arg-type]


def test_ending_the_stage_closes_its_poll():
    stage = make_stage()
    poll = open_poll(stage)
    leading.end_stage(stage=stage, by=None, now=LATER + timedelta(minutes=30))
    poll.refresh_from_db()
    assert poll.state == PollState.CLOSED
    with pytest.raises(StageIsEnded):
        polls.open_poll(poll=poll, by=None, now=LATER)


def test_words_named_beforehand_never_stand_in_the_cloud():
    stage = make_stage()
    poll = open_poll(stage, PollKind.WORDS, stop_words=("Quatsch", " quatsch! ", ""))
    vote(voice(stage), poll, word=["Mut", "Quatsch"])
    assert Poll.objects.get().stop_words == ["quatsch"]
    cloud = poll_queries.result_of(poll).tally
    assert isinstance(cloud, list)
    assert [word.text for word in cloud] == ["Mut"]
