"""A crowd of listeners: who has which event, when it came, and what was missing or came twice."""

import json
import time
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

BINS_PER_SECOND = 2000  # latencies are counted in steps of half a millisecond
MOST_KNOWN = 4000


@dataclass(slots=True)
class Slice:
    """What one message brought: its events' numbers and the moments they were written (seconds, monotonic)."""

    numbers: list[int]
    moments: list[float]
    refreshes: int = 0
    database: str = ""  # what it says of the database
    receipts: "array[float]" = field(default_factory=lambda: array("d"))

    @classmethod
    def of(cls, message: bytes) -> "Slice":
        content = json.loads(message)
        events: Iterable[dict[str, Any]] = content if isinstance(content, list) else [content]
        numbered = [(event["s"], event.get("at")) for event in events if "s" in event]
        refreshes = sum(event.get("k") == "refresh" for event in events)
        database = next((event["database"] for event in events if event.get("k") == "state"), "")
        return cls([number for number, _ in numbered], [at for _, at in numbered if at], refreshes, database)

    def delays(self) -> Counter[int]:
        """How often which delay was seen, in bins."""
        seen = Counter(int(receipt * BINS_PER_SECOND) for receipt in self.receipts)
        result: Counter[int] = Counter()
        for moment in self.moments:
            began = int(moment * BINS_PER_SECOND)
            for receipt, times in seen.items():
                result[receipt - began] += times
        return result


@dataclass(slots=True)
class Standing:
    """How far one listener is."""

    last: int = 0
    gaps: int = 0
    repeats: int = 0

    def take(self, numbers: list[int]) -> None:
        for number in numbers:
            if number <= self.last:
                self.repeats += 1
                continue
            self.gaps += number - self.last - 1
            self.last = number


class Ledger:
    """Everything seen since `begin`. Bytes sent alike to all are read once."""

    def __init__(self) -> None:
        self.messages: dict[bytes, Slice] = {}
        self.known: dict[bytes, tuple[Slice, ...]] = {}
        self.begin()

    def begin(self) -> None:
        self.messages.clear()
        self.known.clear()
        self.forgotten: list[Slice] = []

    def slice_of(self, message: bytes) -> Slice:
        found = self.messages.get(message)
        if found is None:
            if len(self.messages) >= MOST_KNOWN:
                self.forgotten += self.messages.values()
                self.messages.clear()
                self.known.clear()
            found = self.messages[message] = Slice.of(message)
        return found

    def slices(self) -> list[Slice]:
        return [*self.forgotten, *self.messages.values()]

    def told(self, database: str) -> list[float]:
        """When whom the house told that the database is `away` or `back`."""
        return [moment for each in self.slices() if each.database == database for moment in each.receipts]

    def last_receipt(self) -> float:
        return max((max(each.receipts) for each in self.slices() if each.receipts and each.numbers), default=0.0)

    def summary(self) -> dict[str, Any]:
        """Deliveries of events, and their delays in milliseconds from just before the commit to the receipt."""
        bins: Counter[int] = Counter()
        delivered = frames = refreshes = 0
        for each in self.slices():
            delivered += len(each.numbers) * len(each.receipts)
            frames += len(each.receipts) if each.numbers else 0
            refreshes += each.refreshes * len(each.receipts)
            bins.update(each.delays())
        return {"delivered": delivered, "frames": frames, "refreshes": refreshes, **percentiles(bins)}


def percentiles(bins: Counter[int]) -> dict[str, float]:
    total, seen, result = bins.total(), 0, {}
    wanted = [("p50_ms", 0.5), ("p99_ms", 0.99), ("max_ms", 1.0)]
    for value in sorted(bins):
        seen += bins[value]
        while wanted and seen >= wanted[0][1] * total:
            result[wanted.pop(0)[0]] = round((value + 0.5) * 1000 / BINS_PER_SECOND, 1)
    return result


now = time.monotonic
