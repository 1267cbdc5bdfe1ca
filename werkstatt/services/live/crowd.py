"""Who is here: distinct listeners per topic and channel, over all processes. Counted every two seconds, never per event."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CHANNELS = ("on_site", "online")
TTL_SECONDS = 10


@dataclass
class Crowd:
    """The listeners of one place through this process. One person in three tabs counts once."""

    by_channel: dict[str, Counter[int]] = field(default_factory=lambda: {name: Counter() for name in CHANNELS})
    is_changed: bool = True

    def come(self, listener: str, channel: str) -> None:
        self._move(listener, channel, 1)

    def go(self, listener: str, channel: str) -> None:
        self._move(listener, channel, -1)

    def marks(self, channel: str) -> list[int]:
        return list(self.by_channel[channel])

    @property
    def is_empty(self) -> bool:
        return not any(self.by_channel.values())

    def _move(self, listener: str, channel: str, step: int) -> None:
        if channel not in self.by_channel:
            return
        mark, counter = mark_of(listener), self.by_channel[channel]
        counter[mark] += step
        if counter[mark] <= 0:
            del counter[mark]
        self.is_changed = True


def together(here: Crowd | None, elsewhere: Iterable[Mapping[str, Iterable[int]]]) -> dict[str, int]:
    """How many are in the hall and at home. Who is in both (her phone and her laptop) is in the hall."""
    marks = {name: set(here.by_channel[name]) if here else set() for name in CHANNELS}
    for other in elsewhere:
        for name in CHANNELS:
            marks[name].update(other.get(name, ()))
    return {"on_site": len(marks["on_site"]), "online": len(marks["online"] - marks["on_site"])}


def mark_of(listener: str) -> int:
    """63 bits that tell listeners apart and say nothing of them."""
    return int.from_bytes(hashlib.blake2b(listener.encode(), digest_size=8).digest()) >> 1
