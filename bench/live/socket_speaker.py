"""Speaks in a reference room through a WebSocket of its own. Runs in the bench's environment."""

import json
import sys
import time
from typing import Any

from websockets.sync.client import ClientConnection, connect

from bench.live.lines import obey
from bench.live.speech import paced, text


class Speaker:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.number = socket, 0

    def say(self, size: int) -> None:
        self.number += 1
        self.socket.send(json.dumps({"s": self.number, "at": time.monotonic(), "text": text(size)}, ensure_ascii=False))

    def pace(self, *, rate: float, seconds: float, size: int) -> dict[str, Any]:
        return {**paced(lambda: self.say(size), rate=rate, seconds=seconds), "last": self.number}

    def burst(self, *, count: int, size: int) -> dict[str, Any]:
        began = time.monotonic()
        for _ in range(count):
            self.say(size)
        return {"began": began, "last": self.number}


if __name__ == "__main__":
    with connect(f"ws://127.0.0.1:{sys.argv[1]}/speaker/", compression=None) as opened:
        speaker = Speaker(opened)
        obey({"pace": speaker.pace, "burst": speaker.burst})
