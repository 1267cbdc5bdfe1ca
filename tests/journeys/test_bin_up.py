"""bin/up as an operator meets it: it starts quickly, mends itself, stops cleanly, and says what is wrong."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.house import free_port
from werkstatt.config.home import CHECKOUT

pytestmark = pytest.mark.journey
WORKERS = 2
CLEAN = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}


class Up:
    """bin/up without its preparation, in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.home = home
        self.log = home.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {**CLEAN, "WERKSTATT_HOME": str(home), "PORT": str(self.port), "DEMO": "0"}
        self.environment["WORKER_PROCESSES"] = str(WORKERS)

    def start(self) -> None:
        command = [sys.executable, "-m", "werkstatt.config.up"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=self.environment, stdout=log, stderr=log)

    def wait_until_open(self, *, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz/", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail("it does not open")

    def wait_until_whole(self) -> list[psutil.Process]:
        """Until the workers run, too; they start when the web answers. All children."""
        assert self.process is not None
        until = time.monotonic() + 30
        while time.monotonic() < until:
            children: list[psutil.Process] = psutil.Process(self.process.pid).children()
            if len(children) == 1 + WORKERS and all(child.status() != psutil.STATUS_ZOMBIE for child in children):
                return children
            time.sleep(0.1)
        pytest.fail("not everything runs")

    def stop(self, number: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    home = tmp_path / "home"
    home.mkdir()
    house = Up(home)
    yield house
    house.kill()
    command = [
        sys.executable,
        "-c",
        "from pathlib import Path; import sys; from werkstatt.foundation.kernel.embedded import",
    ]
    command[-1] += " EmbeddedServer; EmbeddedServer.of_home(Path(sys.argv[1])).destroy()"
    subprocess.run([*command, str(home)], cwd=CHECKOUT, check=True)


def test_it_mends_itself_and_stops_cleanly(up: Up):
    up.start()
    up.wait_until_open()
    before = up.wait_until_whole()
    assert sum("uvicorn" in " ".join(child.cmdline()) for child in before) == 1

    for child in before:
        child.kill()
    time.sleep(1)
    up.wait_until_open()
    after = up.wait_until_whole()
    assert not {child.pid for child in after} & {child.pid for child in before}

    assert up.stop() == 0
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in after)
    assert not (up.home / "postgres-started-by-up").exists()


def test_kill_9_of_everything_leaves_nothing_that_hinders_the_next_start(up: Up):
    up.start()
    up.wait_until_open()
    up.kill()
    time.sleep(1)
    up.start()
    up.wait_until_open()
    assert up.stop(signal.SIGTERM) == 0


def test_a_port_in_use_is_named_with_the_way_out(up: Up):
    with socket.socket() as other:
        other.bind(("127.0.0.1", up.port))
        other.listen()
        up.start()
        assert up.wait() == 1
    said = up.log.read_text()
    assert f"127.0.0.1:{up.port} is not free" in said
    assert f"PORT={up.port + 1} bin/up" in said
