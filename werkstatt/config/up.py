"""What bin/up runs: database, web and workers under one roof. A child that dies is started again; Ctrl-C ends all of it."""

import ctypes
import importlib.util
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from werkstatt.config import settings
from werkstatt.config.database import DATABASE, embedded_server
from werkstatt.config.first_start import prepare_data
from werkstatt.config.home import CHECKOUT
from werkstatt.foundation.kernel.embedded import EmbeddedServer, EmbeddedServerFailed

QUICK_DEATH_SECONDS = 5.0
MOST_QUICK_DEATHS = 5
STOP_SECONDS = 15.0
BACKLOG = 4096  # thousands of streams come back within a second; a refused handshake is tried again only after one
OPEN_FILES = 20_000  # each listener is an open file; many systems begin at 1024


class CannotStart(Exception):
    """The house cannot start; the text says why and what to do."""


@dataclass
class Child:
    """One process we keep alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    quick_deaths: int = 0

    def keep_alive(self) -> None:
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process is not None:
            lived = now - self.started_at
            self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 1
            if self.quick_deaths >= MOST_QUICK_DEATHS:
                raise CannotStart(f"The {self.name} died {self.quick_deaths} times in a row; the reason stands above.")
            self.not_before = now + min(0.2 * 2**self.quick_deaths, 5.0)
            print(f"The {self.name} ended with {self.process.returncode}; starting it again.", flush=True)
            self.process = None
        if now >= self.not_before:
            self.started_at = now
            self.process = subprocess.Popen(
                self.command,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  (there are no threads here)
            )

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class House:
    reload: bool = False
    server: EmbeddedServer | None = None
    is_stopping: bool = False
    children: list[Child] = field(default_factory=list)

    @property
    def _note(self) -> Path:
        """Says that a bin/up started the database, so that the next one knows even after kill -9."""
        return settings.HOME / "postgres-started-by-up"

    def run(self) -> None:
        started = time.monotonic()
        check_port()
        raise_open_files()
        self.server = embedded_server(settings.HOME)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start_database()
            prepare_data()
            self.children = [Child("web", web_command(reload=self.reload))]
            self._keep_alive_until(is_answering)  # people wait for the pages, nobody for the first job
            self.children += [Child(f"worker {n + 1}", worker_command()) for n in range(settings.WORKER_PROCESSES)]
            if not self.is_stopping:
                greet(time.monotonic() - started)
            self._keep_alive_until(lambda: False)
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _start_database(self) -> None:
        if self.server is None:
            return
        if self.server.ensure_running():
            self._note.touch()
        self.server.ensure_database(DATABASE)

    def _keep_alive_until(self, done: Callable[[], bool]) -> None:
        while not self.is_stopping:
            if self.server is not None and not self.server.is_running():
                print("The database is gone; starting it again.", flush=True)
                self._start_database()
            for child in self.children:
                child.keep_alive()
            if done():
                return
            time.sleep(0.1 if done is is_answering else 0.5)

    def _end(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.wait(until)
        if self.server is not None and self._note.exists():
            self.server.stop()
            self._note.unlink(missing_ok=True)


def raise_open_files(wanted: int = OPEN_FILES) -> int:
    """As many open files as the system lets us have, for this process and its children. Gives how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft == resource.RLIM_INFINITY or soft >= limit:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


def web_command(*, reload: bool) -> list[str]:
    options = ["--host", settings.HOST, "--port", str(settings.PORT), "--lifespan", "off", "--no-access-log"]
    options += [
        "--no-server-header",
        "--no-proxy-headers",
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "5",
        "--backlog",
        str(BACKLOG),
    ]
    if reload:
        options += ["--reload", "--reload-dir", "werkstatt", "--reload-include", "*.po"]
    elif settings.WEB_PROCESSES > 1:
        options += ["--workers", str(settings.WEB_PROCESSES)]
    return [sys.executable, "-m", "uvicorn", "werkstatt.config.asgi:application", *options]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "werkstatt.config.manage", "worker"]


def check_port() -> None:
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            advice = f"Choose another: PORT={settings.PORT + 1} bin/up"
            raise CannotStart(f"{settings.HOST}:{settings.PORT} is not free ({error.strerror}). {advice}") from error


def is_answering() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)  # noqa: S104  (compared, not bound)
    request = urllib.request.Request(f"http://{host}:{settings.PORT}/healthz/")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        if error.code == 400:  # the host of ALLOWED_HOSTS is another one: it answers
            return True
        raise CannotStart(f"The web answers /healthz/ with {error.code}; the reason stands above.") from error
    except OSError:
        return False


def greet(seconds: float) -> None:
    print(f"\nWerkstatt NEO is open after {seconds:.1f} s:  {settings.BASE_URL}/", flush=True)
    if settings.DEMO:
        print(f"A demo edition is inside. Enter as one of these at  {settings.BASE_URL}/demo/")
        for title in persona_titles():
            print(f"  - {title}")
    else:
        print(f"Nobody owns it yet? Enter at  {settings.BASE_URL}/desk/  with the code of `bin/manage first_code`.")
    if settings.MAIL_IS_LOCAL:
        print("No mail leaves this machine (EMAIL_URL is not set); read it in the local mailbox.")
    print("Stop with Ctrl-C.\n", flush=True)


def persona_titles() -> list[str]:
    from django.conf import settings as django_settings  # noqa: PLC0415  (only to read German texts without Django)

    if importlib.util.find_spec("werkstatt.surfaces.demo") is None:
        return []
    if not django_settings.configured:
        django_settings.configure(USE_I18N=False)
    personas = importlib.import_module("werkstatt.surfaces.demo.personas").PERSONAS
    return [str(persona.title) for persona in personas]


def _die_with_parent() -> None:
    """In the child: end when bin/up is killed, so that nothing keeps the port. Linux only; elsewhere it does nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def main() -> None:
    try:
        House(reload="--reload" in sys.argv).run()
    except (CannotStart, EmbeddedServerFailed) as error:
        sys.exit(f"\n{error}")


if __name__ == "__main__":
    main()
