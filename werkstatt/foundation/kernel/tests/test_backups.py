"""What is refused before anything is touched; taking and restoring for real is a journey."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from werkstatt.foundation.kernel import backups


def an_archive(folder: Path, **about: Any) -> Path:
    content, file = json.dumps({"format": backups.FORMAT, **about}).encode(), folder / "backup.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        member = tarfile.TarInfo("about.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file


def test_real_data_never_becomes_a_demo_that_anyone_may_enter(settings: Any, tmp_path: Path):
    settings.DEMO = True
    with pytest.raises(backups.BackupFailed, match="DEMO=0"):
        backups.restore_backup(an_archive(tmp_path, is_demo=False))


def test_a_backup_of_another_format_is_refused(tmp_path: Path):
    with pytest.raises(backups.BackupFailed, match="format 99"):
        backups.restore_backup(an_archive(tmp_path, format=99))


def test_what_only_the_server_before_understood_stays_out_and_data_stays_as_it_is():
    foreign = [
        "SET transaction_timeout = 0;\n",
        "ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN lock SET (pg_attver=41707904);\n",
        'ALTER TABLE ONLY public.events_day ALTER COLUMN "on" SET (pg_attver=42020560);\n',
    ]
    ours = [
        "ALTER TABLE ONLY public.a ALTER COLUMN b SET DEFAULT 1;\n",
        "COPY public.a (b) FROM stdin;\n",
        *foreign,
        "\\.\n",
    ]
    assert list(backups.without_foreign([*foreign, *ours, *foreign])) == ours
