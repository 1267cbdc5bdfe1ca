"""How we count: percentiles of time, and processor time, which other work on the machine disturbs less.

Every scene names a reference, something that must be done at the least or does nothing, measured in the same run, and gives its
figures as multiples of it: so two machines, or a quiet and a busy day, compare.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie; nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]


def measured(work: Callable[[], object], *, runs: int, warm_up: int = 3) -> dict[str, float]:
    """Time and our own processor time of one call in ms; the processor time of the database is not in it."""
    for _ in range(warm_up):
        work()
    walls, processor = [], []
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        work()
        processor.append((time.process_time() - used) * 1000)
        walls.append((time.perf_counter() - started) * 1000)
    return summary(walls, processor)


def summary(walls: list[float], processor: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(percentile(walls, 0.5), 2),
        "p95_ms": round(percentile(walls, 0.95), 2),
        "p99_ms": round(percentile(walls, 0.99), 2),
        "cpu_p50_ms": round(percentile(processor, 0.5), 2),
        "runs": len(walls),
    }


def compared(figures: dict[str, float], reference: dict[str, float], name: str) -> dict[str, float]:
    """The figures with their processor time and median as multiples of a reference: `cpu_times_<name>`."""
    return {
        **figures,
        f"cpu_times_{name}": ratio(figures["cpu_p50_ms"], reference["cpu_p50_ms"]),
        f"times_{name}": ratio(figures["p50_ms"], reference["p50_ms"]),
    }


def ratio(value: float, reference: float) -> float:
    return round(value / max(reference, 0.001), 1)


def queries_of(act: Callable[[], object]) -> int:
    """How often an act asks the database."""
    from django.db import connection

    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        act()
    return count


def reference_ms() -> float:
    """A fixed piece of Python work; it tells machines and busy days apart."""

    def work() -> None:
        digest = b""
        for number in range(2000):
            digest = hashlib.sha256(digest + str(number).encode()).digest()

    return measured(work, runs=30)["p50_ms"]
