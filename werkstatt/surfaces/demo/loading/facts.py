"""What the TOML files say, as values."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from werkstatt.surfaces.demo.cast import DATA, ZONE

Progress = Callable[[str], None]


def facts(name: str) -> dict[str, Any]:
    """One of the TOML files of the demo."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def moment(text: str) -> datetime:
    """`2022-02-14 09:00` in the edition's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def span(on: date, at: str, minutes: int) -> tuple[datetime, datetime]:
    """Start and end of a session."""
    starts = datetime.combine(on, time.fromisoformat(at), ZONE)
    return starts, starts + timedelta(minutes=minutes)
