"""Whoever comes back to an open poll finds what she chose, in every kind; nobody else finds it."""

import re
from typing import Any

import pytest
from django.test import Client

from werkstatt.rooms.stage.actions import polls
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import PollKind
from werkstatt.rooms.stage.models import Poll, Voice
from werkstatt.rooms.stage.tests.factories import LATER, make_stage, voice
from werkstatt.rooms.stage.tests.test_desk import address

pytestmark = pytest.mark.django_db
OPTIONS = ("Zeit", "Geld", "Personal")
TICKED = re.compile(r'value="([^"]+)"\s+checked')
WRITTEN = re.compile(r'name="(?:word|number)"\s+value="([^"]*)"')
PLACED = re.compile(r'ranking__text">([^<]+)<.*?</select>', re.DOTALL)


def open_poll(kind: PollKind) -> Poll:
    entry = polls.PollEntry(kind=kind, question="Was fehlt?", options=OPTIONS, choose_at_most=3)
    return polls.start_poll(stage=make_stage(), entry=entry, by=None, now=LATER)


def vote(poll: Poll, data: dict[str, Any]) -> Voice:
    own = voice(poll.stage)
    assert cast_votes(votes=[Vote(own, poll.pk, data)], now=LATER) == [""]
    return own


def page(poll: Poll, by: Voice) -> str:
    assert by.person is not None
    client = Client()
    client.force_login(by.person)
    return client.get(address(poll.stage, "stage")).text


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        (PollKind.SINGLE, [1]),
        (PollKind.MULTIPLE, [0, 2]),
        (PollKind.YES_NO, ["no"]),
        (PollKind.RATING, ["4"]),
    ],
)
def test_what_was_ticked_is_ticked_again(kind: PollKind, chosen: list[Any]):
    poll = open_poll(kind)
    options = [str(key) for key in poll.options.values_list("pk", flat=True)]
    values = [options[each] if isinstance(each, int) else each for each in chosen]
    own = vote(poll, {"choice": values})
    assert TICKED.findall(page(poll, own)) == values
    assert not set(TICKED.findall(page(poll, voice(poll.stage)))) & set(values)


@pytest.mark.parametrize(
    ("kind", "written", "shown"),
    [
        (PollKind.WORDS, {"word": ["Mut", "Zeit"]}, ["Mut", "Zeit", ""]),
        (PollKind.NUMBER, {"number": ["1.200,5"]}, ["1200,5"]),
    ],
)
def test_what_was_written_is_there_again(kind: PollKind, written: dict[str, Any], shown: list[str]):
    poll = open_poll(kind)
    own = vote(poll, written)
    assert WRITTEN.findall(page(poll, own)) == shown
    assert not any(WRITTEN.findall(page(poll, voice(poll.stage))))


def test_what_was_ranked_stands_in_its_order():
    poll = open_poll(PollKind.RANKING)
    keys = dict(poll.options.values_list("text", "pk"))
    own = vote(poll, {f"rank-{keys['Personal']}": ["1"], f"rank-{keys['Zeit']}": ["2"]})
    assert PLACED.findall(page(poll, own)) == ["Personal", "Zeit", "Geld"]
    assert re.findall(r'value="(\d)" selected', page(poll, own)) == ["1", "2"]
    assert PLACED.findall(page(poll, voice(poll.stage))) == list(OPTIONS)
