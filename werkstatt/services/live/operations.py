"""How the live part fares, over all processes: what each says of itself, summed up in one sentence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkstatt.services.live.models import Process

SLOW_MS = 1_000


@dataclass(frozen=True)
class ProcessState:
    """One web process. Rates per second; lags in milliseconds from the news of an event to its last listener."""

    name: str
    started_at: datetime
    figures: dict[str, Any]

    @classmethod
    def of(cls, process: Process) -> "ProcessState":
        return cls(str(process), process.started_at, process.figures)

    @property
    def hears_bus(self) -> bool:
        return bool(self.figures.get("bus"))

    @property
    def is_slow(self) -> bool:
        return float(self.figures.get("lag_p99_ms", 0)) > SLOW_MS

    @property
    def rates(self) -> dict[str, float]:
        found: dict[str, float] = self.figures.get("rates", {})
        return found


@dataclass(frozen=True)
class Operations:
    processes: list[ProcessState]
    log_events: int
    log_bytes: int

    @property
    def streams(self) -> int:
        return self._sum("streams")

    @property
    def blocked(self) -> int:
        return self._sum("blocked")

    @property
    def events_per_second(self) -> float:
        return max((each.rates.get("events", 0.0) for each in self.processes), default=0.0)

    @property
    def deliveries_per_second(self) -> float:
        return sum(each.rates.get("deliveries", 0.0) for each in self.processes)

    @property
    def slowest_ms(self) -> float:
        return max((float(each.figures.get("lag_p99_ms", 0)) for each in self.processes), default=0.0)

    @property
    def deaf(self) -> list[ProcessState]:
        return [each for each in self.processes if not each.hears_bus]

    @property
    def slow(self) -> list[ProcessState]:
        return [each for each in self.processes if each.is_slow]

    @property
    def busiest(self) -> Sequence[tuple[str, int, int]]:
        """Topics with most listeners: name, listeners, events since the processes began."""
        listeners: Counter[str] = Counter()
        events: Counter[str] = Counter()
        for each in self.processes:
            listeners.update({row["topic"]: row["listeners"] for row in each.figures.get("busiest", ())})
            for row in each.figures.get("loudest", ()):
                events[row["topic"]] = max(events[row["topic"]], row["events"])
        return [(name, count, events[name]) for name, count in listeners.most_common(15)]

    def _sum(self, name: str) -> int:
        return sum(int(each.figures.get(name, 0)) for each in self.processes)
