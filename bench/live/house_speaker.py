"""Speaks in our house: one transaction per event, through the same action that rooms use."""

import sys
import time
from typing import Any

import django

from bench.live.lines import obey
from bench.live.speech import paced, text


class Speaker:
    def __init__(self, topic: str) -> None:
        self.topic, self.last = topic, 0

    def say(self, size: int, *, count: int = 1) -> None:
        from django.db import transaction
        from django.utils import timezone

        from werkstatt.services.live.actions import announce

        with transaction.atomic():
            for _ in range(count):
                payload = {"at": time.monotonic(), "text": text(size)}
                self.last = announce(self.topic, "bench", payload, now=timezone.now())

    def pace(self, *, rate: float, seconds: float, size: int) -> dict[str, Any]:
        return {**paced(lambda: self.say(size), rate=rate, seconds=seconds), "last": self.last}

    def burst(self, *, count: int, size: int) -> dict[str, Any]:
        """Groups of ten in one transaction, as the hot path writes them."""
        began = time.monotonic()
        for _ in range(0, count, 10):
            self.say(size, count=10)
        return {"began": began, "last": self.last}


if __name__ == "__main__":
    django.setup()
    speaker = Speaker(sys.argv[1])
    obey({"pace": speaker.pace, "burst": speaker.burst})
