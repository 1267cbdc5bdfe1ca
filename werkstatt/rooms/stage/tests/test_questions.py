"""Asking, supporting, withdrawing: in one queue, once each, and nobody hears what is not for them."""

from datetime import timedelta

import pytest

from werkstatt.rooms.stage import queries, wording
from werkstatt.rooms.stage.actions import questions
from werkstatt.rooms.stage.actions.questions import Press
from werkstatt.rooms.stage.choices import Asking, QuestionState
from werkstatt.rooms.stage.models import Question, Support
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, voice
from werkstatt.services.live.models import Event

pytestmark = pytest.mark.django_db


def heard(topic: str) -> str:
    """Everything that was ever said in the topic."""
    return "\n".join(f"{event.payload} {event.words}" for event in Event.objects.filter(topic__name=topic))


def test_a_question_stands_in_the_queue_at_once():
    stage = make_stage()
    question = ask(voice(stage), "Wer zahlt das?")
    assert queries.open_questions(stage) == [question]
    assert "Wer zahlt das?" in heard(stage.topic)


def test_a_question_that_waits_for_approval_is_heard_by_its_author_alone():
    stage = make_stage(approves_first=True)
    author = voice(stage)
    question = ask(author, "Geheimnis?")
    assert question.state == QuestionState.WAITING_APPROVAL
    assert "Geheimnis?" not in heard(stage.topic)
    assert "Geheimnis?" in heard(author.listener)


def test_nobody_learns_who_asked_without_a_name():
    stage = make_stage()
    author = voice(stage, first_name="Rosalinde", last_name="Unverwechselbar")
    question = ask(author, anonymous=True)
    questions.press_support([Press(voice(stage, "online"), question)], now=LATER)
    assert "Unverwechselbar" not in heard(stage.topic)
    assert f"voice:{author.pk}" not in heard(stage.topic)


@pytest.mark.parametrize(
    ("asking", "wished", "becomes"),
    [
        (Asking.NAMED, True, False),
        (Asking.ANONYMOUS, False, True),
        (Asking.BOTH, True, True),
        (Asking.BOTH, False, False),
    ],
)
def test_the_stage_says_under_which_name_one_asks(asking, wished, becomes):
    assert ask(voice(make_stage(asking=asking)), anonymous=wished).is_anonymous is becomes


def test_the_same_form_sent_twice_asks_once():
    author = voice(make_stage())
    first, second = (
        questions.ask_question(voice=author, text="Einmal?", is_anonymous=False, now=LATER, once_key="k") for _ in "ab"
    )
    assert first == second
    assert Question.objects.count() == 1


def test_pressing_support_again_takes_it_back():
    stage = make_stage()
    question, fan = ask(voice(stage)), voice(stage, "online")
    assert questions.press_support([Press(fan, question)], now=LATER) == [True]
    assert queries.supported_by(fan) == {question.pk}
    assert questions.press_support([Press(fan, question)], now=LATER) == [False]
    assert Support.objects.count() == 0


def test_a_group_of_presses_counts_each_voice_once():
    stage = make_stage()
    question = ask(voice(stage))
    fans = [voice(stage, "online") for _ in range(3)]
    presses = [Press(fan, question) for fan in fans] + [Press(fans[0], question)]
    assert questions.press_support(presses, now=LATER) == [False, True, True, False]
    assert Support.objects.filter(question=question).count() == 2


def test_more_support_moves_a_question_up_for_everybody():
    stage = make_stage()
    author = voice(stage)
    early, late = ask(author, "Zuerst?"), ask(author, "Danach?", now=LATER + timedelta(minutes=1))
    assert queries.open_questions(stage) == [early, late]
    questions.press_support([Press(voice(stage), late), Press(voice(stage), late)], now=LATER)
    assert queries.open_questions(stage) == [late, early]
    arranged = Event.objects.filter(topic__name=stage.topic, kind="arrange").last()
    assert arranged is not None
    assert arranged.payload["ids"] == [f"q{late.pk}", f"q{early.pk}"]


def test_an_author_takes_a_waiting_question_back():
    stage = make_stage()
    question = ask(voice(stage))
    questions.withdraw_question(question=question, now=LATER)
    assert queries.open_questions(stage) == []
    with pytest.raises(questions.QuestionHasMovedOn):
        questions.withdraw_question(question=question, now=LATER)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\u202e\u202d", "\u3164", "\u0301\u0301"])
def test_an_invisible_question_is_none(text):
    with pytest.raises(wording.TextIsEmpty):
        ask(voice(make_stage()), text)


def test_a_novel_is_no_question():
    with pytest.raises(wording.TextIsTooLong):
        ask(voice(make_stage()), "Wort " * 200)


def test_the_queue_is_read_in_as_many_queries_for_one_as_for_three(django_assert_num_queries):
    stage = make_stage()
    for number in (1, 2):
        for _ in range(number):
            ask(voice(stage))
        with django_assert_num_queries(1):
            queries.open_questions(stage)
