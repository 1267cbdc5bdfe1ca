"""One file that holds everything: the database, the secret key, the media. Taken while the house is open.

A backup holds personal data and the key that signs links: the file is readable by its owner alone.
"""

import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from werkstatt.foundation.kernel.embedded import EmbeddedServer

FORMAT = 1
# What our pg_dump writes and not every server knows: a setting of its own version, and a server's private notes on columns.
FOREIGN = re.compile(r"SET transaction_timeout\b|ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_\w+=\w+\);$")


class BackupFailed(Exception):
    """The backup could not be taken or restored; nothing has changed. The text says why."""


def take_backup(target: Path, *, now: datetime) -> int:
    """Write everything to `target` (a .tar file); its size in bytes."""
    draft = target.with_name(f".{target.name}.draft")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.sql"
        _run("pg_dump", "--no-owner", "--no-privileges", "--schema=public", "--file", str(dump))
        about = json.dumps(_about(now)).encode()
        try:
            with (
                os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
                tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive,
            ):
                _add(archive, "about.json", about)
                _add(archive, "secret_key", settings.SECRET_KEY.encode())
                archive.add(dump, "database.sql")
                if settings.MEDIA_ROOT.exists():
                    archive.add(settings.MEDIA_ROOT, "media")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return target.stat().st_size


def _about(now: datetime) -> dict[str, object]:
    return {"format": FORMAT, "taken_at": now.isoformat(), "base_url": settings.BASE_URL, "is_demo": settings.DEMO}


def is_empty() -> bool:
    """Whether the database holds no table of ours yet."""
    return "kernel_blob" not in connection.introspection.table_names()


def restore_backup(source: Path) -> None:
    """Put everything back as it was. The database changes in one transaction: all or nothing."""
    with tempfile.TemporaryDirectory() as name, tarfile.open(source) as archive:
        folder = Path(name)
        archive.extractall(folder, filter="data")
        about = json.loads((folder / "about.json").read_text())
        if about.get("format") != FORMAT:
            raise BackupFailed(f"This backup has format {about.get('format')}; this version reads format {FORMAT}.")
        if settings.DEMO and not about.get("is_demo", False):
            raise BackupFailed("It holds real data, and here DEMO is on: anyone could enter as anyone. Set DEMO=0.")
        connection.close()
        _load(folder / "database.sql")
        _put_back_key((folder / "secret_key").read_text())
        if (folder / "media").exists():
            shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)


def _load(dump: Path) -> None:
    script = dump.with_name("restore.sql")
    with dump.open(encoding="utf-8") as lines, script.open("w", encoding="utf-8") as out:
        out.write("SET lock_timeout = '20s';\nDROP SCHEMA public CASCADE;\n")
        out.writelines(without_foreign(lines))
    _run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}")


def without_foreign(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a dump that every server from version 15 on understands; data is left as it is."""
    is_data = False
    for line in lines:
        if is_data:
            is_data = line != "\\.\n"
        elif line.startswith("COPY ") and line.rstrip().endswith("FROM stdin;"):
            is_data = True
        elif FOREIGN.match(line):
            continue
        yield line


def _put_back_key(key: str) -> None:
    if os.environ.get("SECRET_KEY"):
        return  # the operator keeps it elsewhere
    path = settings.HOME / "secret_key"
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    draft.replace(path)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _run(program: str, *arguments: str) -> None:
    place = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(place[key]) for name, key in names.items() if place.get(key)}
    sslmode = {"PGSSLMODE": place["OPTIONS"]["sslmode"]} if "sslmode" in place["OPTIONS"] else {}
    command = [str(EmbeddedServer.of_home(settings.HOME).binaries / program), *arguments]
    result = subprocess.run(
        command,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(settings.HOME), **environment, **sslmode},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BackupFailed(f"{program}: {result.stderr.strip()[-2000:]}")
