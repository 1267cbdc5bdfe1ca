"""What every bus must do: the same tests for PostgreSQL's NOTIFY and for Redis/Valkey."""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.live import database
from werkstatt.services.live.bus.contract import Bus, BusIsAway
from werkstatt.services.live.bus.postgres import PostgresBus
from werkstatt.services.live.bus.redis import RedisBus
from werkstatt.services.live.signals import Moved, Revoked, Signal, Tallied, read, written

SERVERS = ("redis-server", "valkey-server")


class Line:
    """One bus under test. `cut` breaks the line of all who listen; `mend` lets them come back."""

    def __init__(self, bus: Bus, cut: Callable[[], None], mend: Callable[[], None]) -> None:
        self.bus, self.cut, self.mend = bus, cut, mend


def _cut_postgres() -> None:
    with psycopg.connect(**_place(), autocommit=True) as own:
        own.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN live'")


def _place() -> dict[str, Any]:
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "host", "port") if name in known}


class RedisServer:
    """A server of our own on a free port, without a file."""

    def __init__(self, program: str) -> None:
        self.program = program
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen([self.program, *options], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("redis did not start")

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


def redis_program() -> str | None:
    """A server on the PATH; as root on Debian one from its packages."""
    found = next(filter(None, map(shutil.which, SERVERS)), None)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    with (settings.HOME / "redis.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if shutil.which("redis-server") is None:
            install = ["apt-get", "install", "-y", "--no-install-recommends", "redis-server"]
            subprocess.run(install, capture_output=True, check=False, timeout=120)
    return shutil.which("redis-server")


def _kinds() -> list[str]:
    return ["postgres", *(["redis"] if redis_program() else [])]


@pytest.fixture(scope="module", params=_kinds())
def kind(request) -> str:
    return str(request.param)


@pytest.fixture
def line(kind, log) -> Iterator[Line]:
    if kind == "postgres":
        yield Line(PostgresBus(), _cut_postgres, lambda: None)
        return
    program = redis_program()
    assert program
    server = RedisServer(program)
    server.start()
    yield Line(RedisBus(f"valkey://127.0.0.1:{server.port}/0"), server.stop, server.start)
    server.stop()


async def hears(bus: Bus, heard: list[Signal], ready: asyncio.Event) -> None:
    async for each in bus.signals():
        if each is None:
            ready.set()
        else:
            heard.append(each)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  (what others do has no event)
            await asyncio.sleep(0.005)


def told(bus: Bus, *signals: Signal, fails: bool = False) -> None:
    try:
        with transaction.atomic():
            for each in signals:
                bus.publish(each)
            if fails:
                raise LookupError
    except LookupError:
        pass
    finally:
        connection.close()


async def test_every_listener_hears_in_order_what_is_committed(line):
    ears: list[list[Signal]] = [[], []]
    ready = [asyncio.Event(), asyncio.Event()]
    tasks = [asyncio.create_task(hears(line.bus, *each)) for each in zip(ears, ready, strict=True)]
    await asyncio.gather(*(each.wait() for each in ready))
    sent: list[Signal] = [
        Moved("stage:1", 1),
        Tallied("stage:1", "clap", {"online": 2}),
        Revoked(3, "voice:1", "stage:"),
    ]
    await sync_to_async(told)(line.bus, Moved("stage:1", 99), fails=True)
    await sync_to_async(told)(line.bus, *sent)
    await until(lambda: all(len(ear) == 3 for ear in ears))
    assert ears == [sent, sent]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_two_equal_tallies_are_two(line):
    heard: list[Signal] = []
    ready = asyncio.Event()
    task = asyncio.create_task(hears(line.bus, heard, ready))
    await ready.wait()
    clap = Tallied("stage:1", "clap", {"online": 1})
    await sync_to_async(told)(line.bus, clap, clap)
    await until(lambda: len(heard) == 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_line_that_is_cut_says_so_and_can_be_taken_up_again(line):
    heard: list[Signal] = []
    ready = asyncio.Event()
    task = asyncio.create_task(hears(line.bus, heard, ready))
    await ready.wait()
    await asyncio.to_thread(line.cut)
    with pytest.raises(BusIsAway):
        await asyncio.wait_for(task, 10)
    await asyncio.to_thread(line.mend)
    ready = asyncio.Event()
    task = asyncio.create_task(hears(line.bus, heard, ready))
    await ready.wait()
    await sync_to_async(told)(line.bus, Moved("stage:1", 2))
    await until(lambda: heard == [Moved("stage:1", 2)])
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_publishing_survives_a_bus_that_is_away(line, kind):
    await asyncio.to_thread(line.cut)
    await sync_to_async(told)(line.bus, Moved("stage:1", 1))


async def test_the_hubs_lines_reach_the_database_django_uses(log):
    async with await database.connect() as own:
        cursor = await own.execute("SELECT current_database()")
        assert await cursor.fetchone() == (connection.settings_dict["NAME"],)


names = st.text(min_size=1, max_size=60)


@given(
    st.one_of(
        st.builds(Moved, names, st.integers(1, 2**60)),
        st.builds(Tallied, names, names, st.dictionaries(st.sampled_from(["on_site", "online"]), st.integers(0, 9999))),
        st.builds(Revoked, st.integers(1, 2**40), names, names),
    )
)
def test_a_signal_reads_as_it_was_written(signal):
    assert read(written(signal)) == signal


@given(st.text())
def test_what_strangers_write_is_no_signal(text):
    assert read(text) is None
