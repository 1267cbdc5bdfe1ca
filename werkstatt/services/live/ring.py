"""The newest events of a topic in memory, without gaps, each encoded once per language."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from werkstatt.services.live import frames
from werkstatt.services.live.cursor import Cursor

MOST_EVENTS = 2_000
MOST_BYTES = 4 * 1024 * 1024
SLICE_BYTES = 192 * 1024
KEPT_FRAMES = 64

Place = tuple[int, str]  # where somebody stands, as the number of the last event she has, and the language she reads


class GapIsTooLong(Exception):
    """The ring begins after what the listener needs."""


@dataclass(slots=True)
class Entry:
    """One event as read from the log."""

    seq: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]
    size: int = 0
    lines: dict[str, bytes] = field(default_factory=dict)

    def line(self, topic: str, language: str) -> bytes:
        """Encoded for a language; what differs in no language is encoded once for all."""
        name = language if self.words else ""
        if name not in self.lines:
            self.lines[name] = frames.line(topic, self.seq, self.kind, {**self.payload, **self.words.get(language, {})})
        return self.lines[name]


class Ring:
    """Events `first` .. `last` of one topic and epoch. Empty: first = last + 1.

    What a later event with the same key has superseded is never encoded again, however far back somebody begins: a
    message that was deleted or a question that was hidden is gone for whoever comes after.
    """

    def __init__(self, topic: str, *, epoch: int, last: int) -> None:
        self.topic = topic
        self.epoch = epoch
        self.last = last
        self.entries: deque[Entry] = deque()
        self.bytes = 0
        self._newest: dict[str, int] = {}  # per key the number of its latest event
        self._frames: dict[Place, tuple[bytes, Place]] = {}

    @property
    def first(self) -> int:
        return self.last + 1 - len(self.entries)

    def append(self, entry: Entry) -> None:
        """The event after `last`; the oldest make room."""
        self.entries.append(entry)
        self.last = entry.seq
        self.bytes += entry.size
        self._frames.clear()
        if entry.key:
            self._newest[entry.key] = entry.seq
        while len(self.entries) > MOST_EVENTS or (self.bytes > MOST_BYTES and len(self.entries) > 1):
            self._forget(self.entries.popleft())

    def prepend(self, older: list[Entry]) -> None:
        """Events right before `first`, oldest first."""
        for entry in reversed(older):
            if entry.seq != self.first - 1 or len(self.entries) >= MOST_EVENTS or self.bytes > MOST_BYTES:
                break
            self.entries.appendleft(entry)
            self.bytes += entry.size
            if entry.key:
                self._newest.setdefault(entry.key, entry.seq)

    def is_superseded(self, entry: Entry) -> bool:
        return self._newest.get(entry.key, entry.seq) != entry.seq

    def _forget(self, entry: Entry) -> None:
        self.bytes -= entry.size
        if entry.key and not self.is_superseded(entry):
            del self._newest[entry.key]

    def after(self, place: Place) -> tuple[bytes, Place]:
        """A frame with what follows, and where it leads: to the end, or as far as one write should go.

        Raises GapIsTooLong.
        """
        if (found := self._frames.get(place)) is None:
            if place[0] + 1 < self.first:
                raise GapIsTooLong
            if len(self._frames) >= KEPT_FRAMES:
                self._frames.clear()
            found = self._frames[place] = self._encoded(*place)
        return found

    def _encoded(self, seq: int, language: str) -> tuple[bytes, Place]:
        lines: list[bytes] = []
        size, reached = 0, seq
        for entry in islice(self.entries, seq + 1 - self.first, None):
            if not self.is_superseded(entry):
                line = entry.line(self.topic, language)
                size += len(line)
                if lines and size > SLICE_BYTES:
                    break
                lines.append(line)
            reached = entry.seq
        return frames.frame(self.topic, Cursor(self.epoch, reached), lines), (reached, language)
