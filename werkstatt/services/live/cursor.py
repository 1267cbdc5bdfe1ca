"""Where a listener stands in a topic: `<epoch>.<seq>`; `0.0` is before the first event of any epoch."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Cursor:
    epoch: int = 0
    seq: int = 0

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"


START = Cursor()


class CursorIsBroken(ValueError):
    """The text is no cursor."""


def read_cursor(text: str) -> Cursor:
    """Raises CursorIsBroken."""
    epoch, dot, seq = text.partition(".")
    if not (dot and epoch.isascii() and epoch.isdigit() and seq.isascii() and seq.isdigit() and len(text) < 40):
        raise CursorIsBroken(text)
    return Cursor(int(epoch), int(seq))


def read_cursors(text: str, topics: Sequence[str]) -> dict[str, Cursor]:
    """`3.57,0.0` for the topics in their order. Raises CursorIsBroken."""
    parts = text.split(",") if text else []
    if len(parts) != len(topics):
        raise CursorIsBroken(text)
    return {topic: read_cursor(part) for topic, part in zip(topics, parts, strict=True)}


def read_last_id(text: str) -> tuple[str, Cursor]:
    """`stage:12@3.57`, the id of a frame: topic and cursor. Raises CursorIsBroken."""
    topic, _at, cursor = text.rpartition("@")
    return topic, read_cursor(cursor)


def written_id(topic: str, cursor: Cursor) -> str:
    return f"{topic}@{cursor}"
