"""Parent and child of a bench talk in lines of JSON: one order, one answer."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class ChildFailed(Exception):
    """A child of the bench ended or kept silent; what it said last stands above."""


class Child:
    """One process of ours that takes orders on its standard input."""

    def __init__(self, *words: str, python: str = sys.executable, environment: dict[str, str] | None = None) -> None:
        self.name = words[0]
        self.process = subprocess.Popen(
            [python, "-m", *words],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, what: str, *, patience: float = 60, **details: Any) -> dict[str, Any]:
        self.tell(what, **details)
        return self.answer(patience=patience)

    def tell(self, what: str, **details: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **details}).encode() + b"\n")
        self.process.stdin.flush()

    def answer(self, *, patience: float = 60) -> dict[str, Any]:
        assert self.process.stdout is not None
        watchdog = threading.Timer(patience, self.process.kill)
        watchdog.start()
        try:
            line = self.process.stdout.readline()
        finally:
            watchdog.cancel()
        if not line:
            raise ChildFailed(self.name)
        result: dict[str, Any] = json.loads(line)
        return result

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.process.kill()
        self.process.wait()


Handler = Callable[..., dict[str, Any]]
Handlers = dict[str, Callable[..., Awaitable[dict[str, Any]]]]


def obey(handlers: dict[str, Handler]) -> None:
    """Take orders until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(handlers[order.pop("do")](**order)), flush=True)


async def obey_async(handlers: Handlers) -> None:
    """The same beside a running event loop."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        print(json.dumps(await handlers[order.pop("do")](**order)), flush=True)
