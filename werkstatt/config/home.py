"""The home: the one folder that holds all state of this installation."""

import os
import secrets
from pathlib import Path

from werkstatt.config.environment import BrokenVariable, env_str

CHECKOUT = Path(__file__).resolve().parents[2]


def home_folder() -> Path:
    home = Path(env_str("WERKSTATT_HOME") or CHECKOUT / "var").expanduser()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BrokenVariable("WERKSTATT_HOME", f"a folder we may write to ({home}: {error.strerror})") from error
    return home.resolve()


def secret_key(home: Path) -> str:
    """SECRET_KEY, else the key kept in the home, made once and readable by its owner alone."""
    if key := env_str("SECRET_KEY"):
        if len(key) < 32:
            raise BrokenVariable("SECRET_KEY", "at least 32 characters long")
        return key
    path = home / "secret_key"
    if not path.exists():
        draft = home / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # atomic, and loses against a process that was quicker
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
