"""On a bad day: processes die, the database goes away, the bus breaks, phones fall asleep. Nobody misses or repeats anything."""

import contextlib
import http.client
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from werkstatt.services.live import hub as hub_module
from werkstatt.services.live import store as store_module
from werkstatt.services.live.actions import announce, revoke
from werkstatt.services.live.tests.proxy import Proxy, line_to_postgres
from werkstatt.services.live.tests.serving import Listener, ticket
from werkstatt.services.live.tests.test_bus import RedisServer, redis_program


def say(number: int, size: int = 10) -> None:
    announce("stage:1", "said", {"n": number, "text": "x" * size}, now=timezone.now())


def numbers(listener: Listener, count: int) -> list[int]:
    return [event["n"] for event in listener.log(count)]


# -- the database ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def line(log, monkeypatch) -> Iterator[Proxy]:
    monkeypatch.setattr(store_module, "PATIENCE_SECONDS", 0.3)
    with line_to_postgres() as proxy:
        yield proxy


@pytest.mark.parametrize(("away", "back"), [("cut", "mend"), ("freeze", "thaw")])
def test_while_the_database_is_away_pages_say_so_and_then_everything_follows(line, serve, away, back):
    process = serve()
    listener = Listener(process.port, ticket("stage:1"), since=["0.0"])
    say(1)
    assert numbers(listener, 1) == [1]
    getattr(line, away)()
    for number in range(2, 5):
        say(number)
    assert listener.until("state")["database"] == "away"
    newcomer = Listener(process.port, ticket("stage:1", listener="person:2"), since=["0.0"])
    assert numbers(newcomer, 1) == [1]
    assert newcomer.until("state")["database"] == "away"
    say(5)
    getattr(line, back)()
    assert listener.until("state")["database"] == "back"
    assert numbers(listener, 4) == [2, 3, 4, 5]
    assert newcomer.until("state")["database"] == "back"
    assert numbers(newcomer, 4) == [2, 3, 4, 5]
    for each in (listener, newcomer):
        each.close()


# -- the bus --------------------------------------------------------------------------------------------------------------
def test_what_is_said_while_nobody_hears_the_bus_is_found_within_a_second_or_two(served):
    listener = Listener(served.port, ticket("stage:1"), since=["0.0"])
    say(1)
    assert numbers(listener, 1) == [1]
    for number in range(2, 6):
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN live' AND datname = current_database()"
        )
        began = time.monotonic()
        say(number)
        assert numbers(listener, 1) == [number]
        assert time.monotonic() - began < 3
    listener.close()


@pytest.fixture
def redis_line(monkeypatch) -> Iterator[Proxy]:
    """Between the house and its Redis, which may keep things back for half a second at most before we look ourselves."""
    program = redis_program()
    assert program
    server, port = RedisServer(program), _free_port()
    server.start()
    monkeypatch.setattr(settings, "LIVE_BUS_URL", f"redis://127.0.0.1:{port}/0")
    monkeypatch.setattr(hub_module, "SWEEP_SECONDS", 0.5)
    real = ("127.0.0.1", server.port)
    proxy = Proxy(lambda: socket.create_server(("127.0.0.1", port)), lambda: socket.create_connection(real))
    yield proxy
    proxy.close()
    server.stop()


@pytest.mark.skipif(redis_program() is None, reason="neither Redis nor Valkey on this machine")
@pytest.mark.parametrize(("away", "back"), [("cut", "mend"), ("freeze", "thaw")])
def test_without_redis_everything_arrives_a_little_later(redis_line, serve, away, back):
    process = serve()
    listener = Listener(process.port, ticket("stage:1"), since=["0.0"])
    say(1)
    assert numbers(listener, 1) == [1]
    getattr(redis_line, away)()
    say(2)
    assert numbers(listener, 1) == [2]
    getattr(redis_line, back)()
    say(3)
    assert numbers(listener, 1) == [3]
    listener.close()


# -- the web processes ----------------------------------------------------------------------------------------------------
class Process:
    """A web process that can be killed, on the test's database."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.start()

    def start(self) -> None:
        place = connection.settings_dict
        url = f"postgresql://{place['USER']}:{place['PASSWORD'] or ''}@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}"
        own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "werkstatt.config.testing"}
        command = [
            "uvicorn",
            "werkstatt.services.live.tests.bare:application",
            "--lifespan",
            "off",
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command], env=os.environ | own, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def test_whoever_loses_her_process_goes_on_at_another_and_has_everything_once(log):
    events = 240
    here, there = Process(), Process()
    heard: list[list[int]] = [[] for _ in range(8)]
    people = [
        threading.Thread(target=follow, args=(heard[n], [here, there][:: 1 - n % 2 * 2], events)) for n in range(8)
    ]
    for person in people:
        person.start()
    for number in range(events):
        say(number)
        if number == events // 3:
            here.kill()
        elif number == events // 2:
            here.start()
        elif number == events * 2 // 3:
            there.kill()
        time.sleep(0.01)
    for person in people:
        person.join(30)
    here.kill()
    assert heard == [list(range(events))] * 8


def follow(heard: list[int], processes: list[Process], events: int) -> None:
    """As a browser does: read, and when the line breaks come back with where one stands, wherever somebody answers."""
    since, turn, until = "0.0", 0, time.monotonic() + 30
    while len(heard) < events and time.monotonic() < until:
        turn += 1
        try:
            listener = Listener(processes[turn % 2].port, ticket("stage:1"), since=[since])
            with contextlib.closing(listener):
                while len(heard) < events and (found := listener.frame()):
                    heard += [event["n"] for event in found if "s" in event]
                    since = listener.cursors.get("stage:1", since)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)


# -- those who listen -----------------------------------------------------------------------------------------------------
def test_whoever_is_shown_out_hears_nothing_more_from_that_moment_on(served):
    guest, other = (
        Listener(served.port, ticket("stage:1", listener=who), since=["0.0"]) for who in ("voice:1", "voice:2")
    )
    say(1)
    assert numbers(guest, 1) == numbers(other, 1) == [1]
    revoke("voice:1", "stage:1", now=timezone.now())
    say(2)
    assert guest.until("revoked")
    assert guest.frame() == []
    assert '"n":2' not in guest.raw.decode()
    assert numbers(other, 1) == [2]
    back = Listener(served.port, ticket("stage:1", listener="voice:1"), since=["0.0"])
    assert back.status == 403
    for each in (guest, other, back):
        each.close()


def test_200_who_fall_asleep_cost_little_and_disturb_nobody(served, monkeypatch):
    monkeypatch.setattr(hub_module, "SLOW_SECONDS", 1.0)
    awake = Listener(served.port, ticket("stage:1", listener="voice:0"), since=["0.0"])
    sleepers = [_sleeper(served.port, number) for number in range(1, 201)]
    while len(served.hub.outlets) < 201:
        time.sleep(0.01)
    before, slowest = _memory_mb(), 0.0
    for number in range(20):
        began = time.monotonic()
        say(number, size=60_000)
        assert numbers(awake, 1) == [number]
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 2
    assert _memory_mb() - before < 120  # 200 x 1.2 MB went past them
    until = time.monotonic() + 10
    while len(served.hub.outlets) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(served.hub.outlets) == 1
    assert served.hub.figures.cut == 200
    back = Listener(served.port, ticket("stage:1", listener="voice:7"), since=["0.0"])
    assert numbers(back, 20) == list(range(20))
    for each in (awake, back):
        each.close()
    for sleeper in sleepers:
        sleeper.close()


def _sleeper(port: int, number: int) -> socket.socket:
    """Opens a stream and never reads it."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    asked = ticket("stage:1", listener=f"voice:{number}").written()
    line.sendall(f"GET /live/?ticket={asked}&since=0.0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return line


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
