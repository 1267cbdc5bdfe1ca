"""A whole house for a journey: its own database with the demo edition, a web process and a worker."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from werkstatt.config.home import CHECKOUT

PYTHON = [sys.executable, "-m"]
BUILT_FROM = {".py", ".csv", ".json", ".toml"}


@dataclass
class House:
    """One running house. `kill` and `start` are there for tests of crashes."""

    database: str
    port: int
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *names: str) -> None:
        for name in names or ("web", "worker"):
            command = {
                "web": ["uvicorn", "werkstatt.config.asgi:application", "--port", str(self.port), "--lifespan", "off"],
                "worker": ["werkstatt.config.manage", "worker"],
            }[name]
            log = (settings.HOME / f"test-{name}-{self.database}.log").open("ab")
            with log:
                self.processes[name] = subprocess.Popen(
                    [*PYTHON, *command], cwd=CHECKOUT, env=self.environment, stdout=log, stderr=log
                )
        if not names or "web" in names:
            self._wait_for_web()

    def kill(self, *names: str) -> None:
        """kill -9: no goodbye, as when the power fails."""
        for name in names or ("web", "worker"):
            self.processes[name].kill()
            self.processes[name].wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def manage(self, *words: str) -> str:
        command = [*PYTHON, "werkstatt.config.manage", *words]
        result = subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def sql(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(_dsn(self.database), autocommit=True) as own:
            cursor = own.execute(query.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def orm(self) -> Iterator[None]:
        """Within it, Django's models of this process read and write the house's database."""
        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database
        try:
            with _unblocked():
                yield
        finally:
            with _unblocked():
                connection.close()
            connection.settings_dict["NAME"] = before

    def wait_until_idle(self, *, seconds: float = 30) -> None:
        """Until the worker has nothing left to do."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            open_jobs = self.sql(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
                " OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))"
            )
            if open_jobs == [(0,)]:
                return
            time.sleep(0.1)
        pytest.fail(f"the worker is not done after {seconds} s")

    def _wait_for_web(self) -> None:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz/", timeout=5):
                    return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
            if self.processes["web"].poll() is not None:
                break
        log = settings.HOME / f"test-web-{self.database}.log"
        pytest.fail(f"the web did not start:\n{log.read_text()[-3000:]}")


class OpenHouse:
    """Opens houses for a module: each with a fresh copy of the demo database."""

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.houses: list[House] = []

    def __call__(self, **environment: str) -> House:
        house = self.unserved(**environment)
        house.start()
        return house

    def unserved(self, port: int = 0, /, **environment: str) -> House:
        """Its database alone, for `House.orm`: nobody serves, nobody works."""
        global _blocker  # noqa: PLW0603  (House.orm needs pytest-django's own blocker)
        _blocker = self.blocker
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        name = f"house_{_fingerprint()}_{worker}_{os.getpid()}_{len(self.houses)}"
        _copy_database(template=_template(), to=name)
        port = port or free_port()
        house = House(name, port, {**_environment(name), "PORT": str(port), **environment})
        self.houses.append(house)
        return house

    def close(self) -> None:
        for house in self.houses:
            house.stop()
            _admin(f'DROP DATABASE "{house.database}" WITH (FORCE)')


_blocker: Any = None


@contextmanager
def _unblocked() -> Iterator[None]:
    with _blocker.unblock():
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(database: str) -> dict[str, str]:
    place = settings.DATABASES["default"]
    user = f"{place['USER']}:{place.get('PASSWORD', '')}"
    url = f"postgresql://{user}@/{database}?host={place['HOST']}&port={place['PORT']}"
    clean = {key: value for key, value in os.environ.items() if key not in {"EMAIL_URL", "BASE_URL", "DEBUG", "HOST"}}
    return {
        **clean,
        "DATABASE_URL": url,
        "DEMO": "1",
        "DATABASE_POOL": "8",
        "DJANGO_SETTINGS_MODULE": "werkstatt.config.settings",
    }


def _fingerprint() -> str:
    """Of what decides how the demo database looks: tables and loaders. Other code may change without a new one."""
    digest = hashlib.sha256()
    for path in sorted((CHECKOUT / "werkstatt").rglob("*")):
        parts = path.relative_to(CHECKOUT / "werkstatt").parts
        is_loader = path.name.startswith("load_") or parts[:2] == ("surfaces", "demo") or "data" in parts
        if path.suffix in BUILT_FROM and "tests" not in parts and (is_loader or "migrations" in parts):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _template() -> str:
    """A database with the demo edition, made once per state of the source."""
    name = f"house_template_{_fingerprint()}"
    with (settings.HOME / "house_template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        own = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        subprocess.run([sys.executable, "bin/tools/prepare.py"], cwd=CHECKOUT, env=own, check=True)
        known = [row[0] for row in _admin("SELECT datname FROM pg_database WHERE datname LIKE 'house\\_template\\_%%'")]
        if name in known:
            return name
        for old in known:
            _admin(f'DROP DATABASE "{old}" WITH (FORCE)')
        draft = f"house_draft_{os.getpid()}"
        _admin(f'CREATE DATABASE "{draft}" TEMPLATE template0')
        loading = "from werkstatt.config.first_start import prepare_data; prepare_data()"
        subprocess.run([sys.executable, "-c", loading], cwd=CHECKOUT, env=_environment(draft), check=True)
        _admin(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


def _copy_database(*, template: str, to: str) -> None:
    with (settings.HOME / "house_template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _admin(f'CREATE DATABASE "{to}" TEMPLATE "{template}"')
        _admin(f"ALTER DATABASE \"{to}\" SET synchronous_commit = 'off'")


def _dsn(database: str) -> str:
    place = settings.DATABASES["default"]
    password = f" password={place['PASSWORD']}" if place.get("PASSWORD") else ""
    return f"host={place['HOST']} port={place['PORT']} user={place['USER']} dbname={database}{password}"


def _admin(statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(_dsn("postgres"), autocommit=True) as own:
        cursor = own.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def open_house(django_db_blocker: Any) -> Iterator[OpenHouse]:
    """`open_house(EMAIL_URL=...)` starts a house with this environment; all are closed after the module."""
    opener = OpenHouse(django_db_blocker)
    yield opener
    opener.close()


@pytest.fixture(scope="module")
def live_house(open_house: OpenHouse) -> House:
    """One house in demo mode for all tests of the module."""
    return open_house()


def logs() -> list[Path]:
    return sorted(settings.HOME.glob("test-*.log"))
