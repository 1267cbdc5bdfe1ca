"""What is sent, and when: numbered events of one size at an even pace. Without Django, so that every sender can use it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

WORDS = "Wie gewinnen kleine Gemeinden Fachkräfte, ohne sich gegenseitig zu überbieten? "


def text(size: int) -> str:
    return (WORDS * (1 + size // len(WORDS)))[:size]


def beats(rate: float, seconds: float) -> Iterator[float]:
    """Wait for each beat of an even pace; a late beat follows at once, none is left out. Gives how late it is."""
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (early := due - time.monotonic()) > 0:
            time.sleep(early)
        yield time.monotonic() - due


def paced(send: Callable[[], Any], *, rate: float, seconds: float) -> dict[str, Any]:
    latest, count, began = 0.0, 0, time.monotonic()
    for late in beats(rate, seconds):
        send()
        latest, count = max(latest, late), count + 1
    return {"began": began, "sent": count, "latest_ms": round(latest * 1000, 1)}
