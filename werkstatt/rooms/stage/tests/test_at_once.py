"""Two connections at the same moment: what counts once, counts once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from werkstatt.rooms.stage.actions import hands, questions
from werkstatt.rooms.stage.models import Hand, Question, Support
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, voice

pytestmark = pytest.mark.django_db(transaction=True)


def both(*deeds: Callable[[], object]) -> list[object]:
    """Run them at once, each on its own connection; what came out."""
    gate, results = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            results.append(deed())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    connection.close()
    return results


def test_support_from_two_devices_counts_at_most_once():
    stage = make_stage()
    question, fan = ask(voice(stage)), voice(stage, "online")
    press = questions.Press(fan, question)
    outcome = both(*[lambda: questions.press_support([press], now=LATER)] * 2)
    assert all(isinstance(each, list) for each in outcome), outcome
    assert Support.objects.count() <= 1


def test_a_question_sent_twice_with_one_key_is_asked_once():
    author = voice(make_stage())

    def deed() -> object:
        return questions.ask_question(voice=author, text="Einmal?", is_anonymous=False, now=LATER, once_key="k").pk

    assert len(set(both(deed, deed))) == 1
    assert Question.objects.count() == 1


def test_a_hand_raised_on_two_devices_is_one_hand():
    speaker = voice(make_stage())
    outcome = both(*[lambda: hands.raise_hand(voice=speaker, now=LATER).pk] * 2)
    assert len(set(outcome)) == 1
    assert Hand.objects.count() == 1
