"""Cut at random points and back again, over a real server: no gap, no repeat, the right order."""

import random
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from werkstatt.services.live.actions import announce
from werkstatt.services.live.tests.serving import Listener, ticket

EVENTS, LISTENERS = 120, 6


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_cut_at_random_points_has_everything_once(served, seed):
    heard: list[list[int]] = [[] for _ in range(LISTENERS)]
    people = [
        threading.Thread(target=listens, args=(served.port, heard[number], random.Random(seed * 100 + number)))
        for number in range(LISTENERS)
    ]
    for person in people:
        person.start()
    speaks(random.Random(seed))
    for person in people:
        person.join(30)
    assert heard == [list(range(EVENTS))] * LISTENERS


def speaks(chance: random.Random) -> None:
    said = 0
    while said < EVENTS:
        for _ in range(min(chance.choice([1, 1, 2, 7, 15]), EVENTS - said)):
            announce("stage:1", "said", {"n": said, "text": "x" * chance.randrange(2000)}, now=timezone.now())
            said += 1
        time.sleep(chance.choice([0, 0.01, 0.05]))
    connection.close()


def listens(port: int, heard: list[int], chance: random.Random) -> None:
    since = "0.0"
    while len(heard) < EVENTS:
        listener = Listener(port, ticket("stage:1", language=chance.choice(["de", "en"])), since=[since])
        for _ in range(chance.randrange(1, 6)):
            heard += [event["n"] for event in listener.frame() if "s" in event]
            since = listener.cursors.get("stage:1", since)
            if len(heard) >= EVENTS:
                break
        listener.close()
