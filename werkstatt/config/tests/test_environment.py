import os
import subprocess
import sys
from pathlib import Path

import pytest

from werkstatt.config import environment
from werkstatt.config.environment import BrokenVariable
from werkstatt.config.home import CHECKOUT, secret_key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DEMO", "maybe"),
        ("DATABASE_URL", "mysql://root:geheim@localhost/x"),
        ("DATABASE_URL", "postgresql://root:geheim@localhost"),
        ("EMAIL_URL", "http://mail:geheim@example.org"),
        ("BASE_URL", "werkstatt.example"),
        ("BASE_URL", "https://werkstatt.example/deep/path"),
        ("SECRET_KEY", "short"),
        ("OIDC_URL", "ldap://login.example"),
        ("WERKSTATT_HOME", "/proc/nowhere"),
        ("DATABASE_POOL", "-1"),
    ],
)
def test_a_wrong_variable_stops_the_start_by_its_name_and_tells_no_secret(name, value, tmp_path):
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    result = subprocess.run(
        [sys.executable, "-c", "import werkstatt.config.settings"],
        cwd=CHECKOUT,
        env={**clean, "WERKSTATT_HOME": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert f"The environment variable {name} must be" in result.stderr
    assert "geheim" not in result.stderr


def test_words_for_yes_and_no(monkeypatch):
    for word, expected in (("1", True), ("Ja", True), ("on", True), ("0", False), ("nein", False), ("", False)):
        monkeypatch.setenv("SWITCH", word)
        assert environment.env_bool("SWITCH", default=not expected) is expected
    monkeypatch.delenv("SWITCH")
    assert environment.env_bool("SWITCH", default=True)


def test_what_is_required_says_what_for(monkeypatch):
    monkeypatch.delenv("OIDC_CLIENT_ID", raising=False)
    with pytest.raises(BrokenVariable, match="OIDC_CLIENT_ID must be set: the name we have there"):
        environment.env_required("OIDC_CLIENT_ID", "the name we have there")


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = secret_key(tmp_path)
    assert secret_key(tmp_path) == first
    assert len(first) > 40
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
