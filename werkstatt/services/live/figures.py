"""What a process knows about its own streams: rates over the last seconds, and how late news are."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

SPAN_SECONDS = 10.0
KEPT_LAGS = 500


@dataclass
class Figures:
    connects: int = 0
    refused: int = 0
    events: int = 0
    deliveries: int = 0
    commands: int = 0
    groups: int = 0
    cut: int = 0
    lags: deque[float] = field(default_factory=lambda: deque(maxlen=KEPT_LAGS))
    by_topic: Counter[str] = field(default_factory=Counter)
    _before: tuple[float, dict[str, int]] = (0.0, {})
    _rates: dict[str, float] = field(default_factory=dict)

    COUNTED = ("connects", "events", "deliveries", "commands", "groups")

    def rates(self, *, at: float) -> dict[str, float]:
        """Per second since the last look that is long enough ago; `at` in seconds of a clock that never jumps."""
        now = {name: getattr(self, name) for name in self.COUNTED}
        since, before = self._before
        if not before or at - since >= SPAN_SECONDS:
            if before:
                self._rates = {name: round((now[name] - before[name]) / (at - since), 1) for name in now}
            self._before = (at, now)
        return self._rates or dict.fromkeys(self.COUNTED, 0.0)

    def lag(self, share: float) -> float:
        """Milliseconds between the news of an event and its last write, for this share of the latest frames."""
        ordered = sorted(self.lags)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0

    def as_json(self, *, at: float) -> dict[str, Any]:
        return {
            "connects": self.connects,
            "refused": self.refused,
            "events": self.events,
            "deliveries": self.deliveries,
            "commands": self.commands,
            "cut": self.cut,
            "rates": self.rates(at=at),
            "lag_p50_ms": self.lag(0.5),
            "lag_p99_ms": self.lag(0.99),
        }
