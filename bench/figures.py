"""How we count time: percentiles, and a reference taken in the same run, so that figures of two machines compare."""

import hashlib
import time
from collections.abc import Callable


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]


def times_ms(work: Callable[[], object], *, runs: int, warm_up: int = 3) -> list[float]:
    for _ in range(warm_up):
        work()
    result = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        result.append((time.perf_counter() - started) * 1000)
    return result


def summary(values: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(percentile(values, 0.5), 2),
        "p95_ms": round(percentile(values, 0.95), 2),
        "p99_ms": round(percentile(values, 0.99), 2),
        "runs": len(values),
    }


def reference_ms() -> float:
    """A fixed piece of Python work; divide by it to compare machines and busy days."""

    def work() -> None:
        digest = b""
        for number in range(2000):
            digest = hashlib.sha256(digest + str(number).encode()).digest()

    return percentile(times_ms(work, runs=30), 0.5)
