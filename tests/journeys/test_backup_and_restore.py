"""What the operator does before an upgrade, and on the day the disk dies."""

from pathlib import Path

import pytest

from tests.house import House, OpenHouse

pytestmark = pytest.mark.journey
COUNTS = (
    "SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM kernel_blob WHERE media_type = 'text/plain')"
)


def test_a_backup_taken_while_open_brings_everything_back(open_house: OpenHouse, tmp_path: Path):
    house = open_house(WERKSTATT_HOME=str(tmp_path / "home"), SECRET_KEY="")
    file = tmp_path / "backup.tar.gz"
    _store(house, b"a document")
    before = house.sql(COUNTS)
    key = (tmp_path / "home" / "secret_key").read_text()

    assert "personal data" in house.manage("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0

    _store(house, b"written after the backup")
    house.stop()
    (tmp_path / "home" / "secret_key").unlink()
    with pytest.raises(AssertionError, match="not empty"):
        house.manage("restore", str(file))
    house.manage("restore", str(file), "--replace")

    assert house.sql(COUNTS) == before
    assert (tmp_path / "home" / "secret_key").read_text() == key
    house.start()


def test_a_broken_backup_changes_nothing(live_house: House, tmp_path: Path):
    before = live_house.sql(COUNTS)
    file = tmp_path / "broken.tar.gz"
    file.write_bytes(b"not an archive")
    with pytest.raises(AssertionError, match="nothing changed"):
        live_house.manage("restore", str(file), "--replace")
    assert live_house.sql(COUNTS) == before


def _store(house: House, content: bytes) -> None:
    with house.orm():
        from werkstatt.foundation.kernel import blobs

        blobs.store(content, "text/plain")
