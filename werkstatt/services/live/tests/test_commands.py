"""Hot commands: grouped into one transaction, once per key, limited per person, refused in plain words."""

import http.client
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils.translation import gettext_lazy

from werkstatt.services.live import hot
from werkstatt.services.live.actions import announce, revoke
from werkstatt.services.live.hot import Command, Reply, hot_command
from werkstatt.services.live.models import Event, Receipt
from werkstatt.services.live.queries import events_heard
from werkstatt.services.live.tests.serving import Listener, ticket

GROUPS: list[int] = []


@pytest.fixture(autouse=True)
def _commands(monkeypatch):
    monkeypatch.setattr(hot, "_known", dict(hot._known))
    GROUPS.clear()

    @hot_command("test.say", per_minute=6000)
    def say(commands: Sequence[Command], *, now) -> Sequence[Reply]:
        GROUPS.append(len(commands))
        if any(command.data.get("text") == "spoil" for command in commands):
            raise LookupError
        texts = [command.data["text"] for command in commands if command.data["text"]]
        announce(commands[0].topic, "said", {"texts": texts}, now=now)
        empty = gettext_lazy("This field is required.")
        return [
            Reply(mine={f"said-{command.data['text']}": True}) if command.data["text"] else Reply(error=empty)
            for command in commands
        ]

    @hot_command("test.rare", per_minute=1)
    def rare(commands: Sequence[Command], *, now) -> Sequence[Reply]:
        return [Reply() for _ in commands]


def post(served: Any, name: str, text: str = "a", *, key: str = "", who: Any = None, **headers: str) -> Any:
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    body = {
        "ticket": (who or ticket("stage:1")).written(),
        "name": name,
        "data": {"text": text},
        "key": key or f"{time.monotonic_ns()}-{threading.get_ident()}",
    }
    own = {"Origin": f"http://127.0.0.1:{served.port}", "Content-Type": "application/json"}
    line.request("POST", "/live/commands/", json.dumps(body), {**own, **headers})
    answer = line.getresponse()
    found = (answer.status, json.loads(answer.read() or b"{}"))
    again = answer.getheader("Retry-After")
    line.close()
    return (*found, int(again)) if again else found


def ready(served: Any) -> None:
    listener = Listener(served.port, ticket("stage:1"))
    listener.close()
    while not served.hub.is_ready.is_set():
        time.sleep(0.01)


def test_many_at_once_are_few_transactions_and_each_gets_its_answer(served):
    ready(served)
    with ThreadPoolExecutor(16) as people:
        answers = list(people.map(lambda n: post(served, "test.say", str(n)), range(64)))
    assert answers == [(200, {"mine": {f"said-{n}": True}}) for n in range(64)]
    assert sum(GROUPS) == 64
    assert len(GROUPS) < 40
    told = [text for event in events_heard("stage:1") for text in event["texts"]]
    assert sorted(told, key=int) == [str(n) for n in range(64)]


def test_what_comes_first_after_the_start_waits_until_the_house_knows_who_may(served):
    ready(served)
    served.do(served.hub.is_ready.clear)
    with ThreadPoolExecutor(1) as early:
        answer = early.submit(post, served, "test.say", "early")
        time.sleep(0.1)
        served.do(served.hub._sweep_now)
        assert answer.result() == (200, {"mine": {"said-early": True}})


def test_one_that_fails_does_not_spoil_the_others(served):
    ready(served)
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda n: post(served, "test.say", "spoil" if n == 3 else str(n)), range(8)))
    assert [status for status, _ in answers] == [200, 200, 200, 422, 200, 200, 200, 200]
    told = [text for event in events_heard("stage:1") for text in event["texts"]]
    assert sorted(told) == ["0", "1", "2", "4", "5", "6", "7"]


def test_the_same_key_is_carried_out_once_and_answered_alike(served):
    ready(served)
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: post(served, "test.say", "x", key="k1"), range(8)))
    assert answers == [(200, {"mine": {"said-x": True}})] * 8
    assert post(served, "test.say", "x", key="k1") == answers[0]
    assert Event.objects.count() == 1
    other = ticket("stage:1", listener="person:2")
    assert post(served, "test.say", "y", key="k1", who=other) == (200, {"mine": {"said-y": True}})
    assert Receipt.objects.count() == 2


def test_a_refusal_is_a_sentence_in_the_persons_language(served):
    ready(served)
    english = ticket("stage:1", language="en")
    assert post(served, "test.say", "", who=english) == (422, {"error": "This field is required."})
    assert post(served, "test.say", "") == (422, {"error": "Dieses Feld ist zwingend erforderlich."})


def test_who_is_too_quick_is_told_when_to_come_again(served):
    ready(served)
    answers = [post(served, "test.rare") for _ in range(6)]
    assert [answer[0] for answer in answers] == [200] * 5 + [429]
    assert 0 < answers[-1][2] <= 60
    assert post(served, "test.rare", who=ticket("stage:1", listener="person:2"))[0] == 200


def test_strangers_are_refused(served):
    ready(served)
    bound = ticket("stage:1", session="f" * 20)
    assert post(served, "test.say", who=bound)[0] == 403
    assert post(served, "test.say", Origin="https://evil.example")[0] == 403
    assert post(served, "test.say", **{"Content-Type": "text/plain"})[0] == 403
    assert post(served, "test.unknown")[0] == 404
    assert post(served, "test.say", "long" * 5000)[0] == 413
    assert post(served, "test.say", "nul\0")[0] == 400
    assert post(served, "test.say", key="k" * 65)[0] == 400
    assert Event.objects.count() == 0


def test_who_was_shown_out_can_do_nothing_with_an_old_ticket(served, django_db_blocker):
    ready(served)
    from django.utils import timezone

    revoke("person:1", "stage:1", now=timezone.now())
    until = time.monotonic() + 5
    while not served.hub.revocations and time.monotonic() < until:
        time.sleep(0.01)
    assert post(served, "test.say")[0] == 403
    assert post(served, "test.say", who=ticket("stage:1", revision=1))[0] == 200
    assert post(served, "test.say", who=ticket("stage:2"))[0] == 200
