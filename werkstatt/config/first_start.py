"""Bringing the data up to this version: migrations, the official directory, the demo edition. Skipped when all is there."""

import hashlib
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from werkstatt.config import settings
from werkstatt.config.home import CHECKOUT


@dataclass(frozen=True)
class Loader:
    """A command that fills tables. The demo is loaded once: whoever plays with it keeps her changes."""

    name: str
    command: str
    app: str
    is_demo: bool = False

    @property
    def source(self) -> Path:
        return CHECKOUT.joinpath("werkstatt", self.app, "management", "commands", f"{self.command}.py")


LOADERS = (
    Loader("Official directory", "load_directory", "foundation/people"),
    Loader("Demo edition", "load_demo", "surfaces/demo", is_demo=True),
)


class PreparationFailed(SystemExit):
    """A step of the preparation failed; its own words stand above."""


def prepare_data() -> None:
    done = _done_before()
    version = _version()
    if f"migrate:{version}" not in done:
        _step("Database", "migrate", "--no-input", "--verbosity", "0")
        _remember(f"migrate:{version}")
    for loader in LOADERS:
        key = f"{loader.command}:{'once' if loader.is_demo else _hash([loader.source])}"
        if key not in done and loader.source.exists() and (settings.DEMO or not loader.is_demo):
            _step(loader.name, loader.command)
            _remember(key)


def _step(name: str, *words: str) -> None:
    print(f"  {name} ...", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "werkstatt.config.manage", *words]
    result = subprocess.run(
        command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        print(f"\n{(result.stdout + result.stderr).strip()[-4000:]}")
        raise PreparationFailed(
            f"\n{name}: `bin/manage {words[0]}` failed. Nothing is lost; mend the cause and start again."
        )
    print(f"  {name:<24} {time.monotonic() - started:5.1f} s", flush=True)


def _version() -> str:
    folder = CHECKOUT / "werkstatt"
    return _hash([CHECKOUT / "requirements.lock", *folder.rglob("migrations/*.py")])


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.exists()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _connect() -> "psycopg.Connection[Any]":
    place: dict[str, Any] = settings.DATABASES["default"]
    options = {name: value for name, value in place["OPTIONS"].items() if name != "pool"}
    named = {"dbname": place["NAME"], "user": place.get("USER"), "password": place.get("PASSWORD")}
    named |= {"host": place.get("HOST"), "port": place.get("PORT"), **options}
    return psycopg.connect(**{name: value for name, value in named.items() if value}, autocommit=True)


def _done_before() -> set[str]:
    """What an earlier start noted in this very database."""
    with _connect() as connection:
        table = connection.execute("SELECT to_regclass('kernel_receipt')").fetchone()
        if table is None or table[0] is None:
            return set()
        return {row[0] for row in connection.execute("SELECT key FROM kernel_receipt WHERE action = 'first_start'")}


def _remember(key: str) -> None:
    with _connect() as connection:
        connection.execute(
            "INSERT INTO kernel_receipt (key, action, reference, created_at) VALUES (%s, 'first_start', %s, now())"
            " ON CONFLICT DO NOTHING",
            [key, sys.platform],
        )
