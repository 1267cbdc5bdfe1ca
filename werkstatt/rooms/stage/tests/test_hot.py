"""The fast path does what the plain posts do: for many at once, refusing one without the others."""

import pytest

from werkstatt.foundation.people import belongings
from werkstatt.rooms.stage import hot
from werkstatt.rooms.stage.models import Message, Question, Support, Voice
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, voice
from werkstatt.services.live.hot import Command

pytestmark = pytest.mark.django_db


def command(by: Voice, **data: str) -> Command:
    return Command(listener=by.listener, topic=by.stage.topic, data=data)


def test_support_of_many_is_a_few_queries(django_assert_max_num_queries):
    stage = make_stage()
    question = ask(voice(stage))
    fans = [voice(stage, "online") for _ in range(20)]
    with django_assert_max_num_queries(16):
        replies = hot.support([command(fan, question=str(question.pk)) for fan in fans], now=LATER)
    assert all(reply.mine == {f"support-{question.pk}": True} for reply in replies)
    assert Support.objects.count() == 20


def test_one_refusal_leaves_the_others_alone():
    stage = make_stage()
    speaker, blocked = voice(stage), voice(stage, "online")
    Voice.objects.filter(pk=blocked.pk).update(blocked_at=LATER)
    stranger = Command(listener="person:1", topic=stage.topic, data={"text": "Hallo"})
    sent = [command(speaker, text="Hallo"), command(blocked, text="Hallo"), command(speaker, text=" "), stranger]
    replies = hot.write(sent, now=LATER)
    assert [bool(reply.error) for reply in replies] == [False, True, True, True]
    assert Message.objects.count() == 1


def test_a_question_of_another_stage_is_out_of_reach():
    here = make_stage()
    by = voice(here)
    assert hot.support([command(by, question="999999999999")], now=LATER)[0].error
    assert hot.support([command(by, question="\u0663")], now=LATER)[0].error


def test_asking_tells_the_author_which_is_hers():
    by = voice(make_stage())
    reply = hot.ask([command(by, text="Wer zahlt?", is_anonymous="on")], now=LATER)[0]
    asked = Question.objects.get()
    assert asked.is_anonymous
    assert reply.mine == {f"own-q{asked.pk}": True}


def test_a_person_finds_her_contributions_in_her_own_data():
    by = voice(make_stage())
    ask(by, "Wer zahlt?")
    assert by.person is not None
    assert "Wer zahlt?" in str(belongings.exports(by.person)["stage"])
