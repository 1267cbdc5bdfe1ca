"""Reading the environment: typed, with defaults, and loud about the variable that is wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on", "ja"}
FALSE_WORDS = {"0", "false", "no", "off", "nein", ""}


class BrokenVariable(ImproperlyConfigured):
    """An environment variable holds something we cannot use; the text names it."""

    def __init__(self, name: str, expectation: str) -> None:
        super().__init__(f"The environment variable {name} must be {expectation}.")


@contextmanager
def _expecting(name: str, expectation: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise BrokenVariable(name, expectation) from error


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_required(name: str, reason: str) -> str:
    """A variable without which we must not start; `reason` says what it is for."""
    value = env_str(name)
    if not value:
        raise BrokenVariable(name, f"set: {reason}")
    return value


def env_int(name: str, default: int, *, low: int | None = None, high: int | None = None) -> int:
    raw = env_str(name)
    if not raw:
        return default
    with _expecting(name, f"a whole number, not {raw!r}"):
        value = int(raw)
    if (low is not None and value < low) or (high is not None and value > high):
        raise BrokenVariable(name, f"between {low} and {high}, not {value}")
    return value


def env_bool(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise BrokenVariable(name, f"1 or 0, not {raw!r}")


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words separated by commas."""
    raw = env_str(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def env_url(name: str, default: str = "", *, schemes: tuple[str, ...]) -> SplitResult | None:
    """A URL in one of `schemes`, or None when neither the variable nor a default is there.

    The value itself never appears in the error: it may hold a password.
    """
    raw = env_str(name, default)
    if not raw:
        return None
    expectation = "a URL that starts with " + " or ".join(f"{scheme}://" for scheme in schemes)
    with _expecting(name, expectation):
        parts = urlsplit(raw)
        _ = parts.port
    if parts.scheme not in schemes:
        raise BrokenVariable(name, expectation)
    return parts
