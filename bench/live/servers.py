"""A server under test: started as a process of its own, watched from outside."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.live.door import Door
from bench.live.environment import bench_folder, bench_python
from bench.live.lines import ROOT, Child

START_SECONDS = 60
UVICORN = ["--lifespan", "off", "--no-access-log", "--log-level", "warning", "--backlog", "4096"]
SOCKET_HEADERS = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: d2Vya3N0YXR0IG5lbyAyMg==",
]


class NoAnswer(Exception):
    """The server did not start; what it said stands in its log in var/bench."""


@dataclass
class Server:
    """One process that listens on `port`."""

    name: str
    command: list[str]
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Until it answers. Raises NoAnswer."""
        with (bench_folder() / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=os.environ | self.environment, stderr=log)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        self.stop()
        raise NoAnswer(self.name)

    def stop(self) -> None:
        """At once and without a word, as kill -9 does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def cpu_seconds(self) -> float:
        """All threads, as the scheduler counts."""
        return cpu_seconds(self.pid)

    def memory_mb(self) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        return 0.0


def cpu_seconds(pid: int) -> float:
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def socket_door(listeners: int) -> str:
    return Door(is_event_stream=False, path="/room/", headers=SOCKET_HEADERS, seats=[{}] * listeners).written()


def channels_room(redis: str | None) -> Server:
    port = free_port()
    application = ["-m", "uvicorn", "bench.live.rooms.channels_room:application", "--port", str(port)]
    options = [*UVICORN, "--ws", "websockets-sansio", "--ws-per-message-deflate", "false"]
    environment = {"BENCH_REDIS": redis} if redis else {}
    name = f"channels-{'redis' if redis else 'memory'}"
    return Server(name, [bench_python(), *application, *options], port, environment)


def broadcast_room() -> Server:
    port = free_port()
    return Server("broadcast", [bench_python(), "-m", "bench.live.rooms.broadcast", str(port)], port)


def socket_speaker(port: int) -> Child:
    return Child("bench.live.socket_speaker", str(port), python=bench_python())


def listeners() -> Child:
    return Child("bench.live.listeners", python=sys.executable)
