"""People who press: each POST on a connection of its own (a phone that was idle), or ten who never stop."""

import asyncio
import gc
import itertools
import json
import time
from typing import Any

import uvloop

from bench.figures import percentile
from bench.live.door import read_door
from bench.live.lines import obey_async

now = time.monotonic
ANSWER_SECONDS = 30


class Poster:
    def __init__(self, port: int, seat: dict[str, str]) -> None:
        self.port, self.seat = port, seat
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, name: str, data: dict[str, Any], key: str) -> int:
        """The status of the answer; the connection stays open for the next one."""
        if self.streams is None:
            source = (f"127.0.2.{1 + hash(key) % 8}", 0)
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, local_addr=source)
        reader, writer = self.streams
        body = json.dumps({"ticket": self.seat["ticket"], "name": name, "data": data, "key": key}).encode()
        lines = [
            "POST /live/commands/ HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
        ]
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", f"Cookie: {self.seat['cookie']}"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        await _read_body(reader, head)
        return int(head[9:12])

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].transport.abort()
            self.streams = None


async def _read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    lines = [line.split(b": ", 1) for line in head.lower().split(b"\r\n") if b": " in line]
    fields = dict(lines)
    if b"content-length" in fields:
        await reader.readexactly(int(fields[b"content-length"]))
        return
    while size := int((await reader.readuntil(b"\r\n")), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


class Crowd:
    async def once(self, *, port: int, door: str, count: int, seconds: float, rounds: str) -> dict[str, Any]:
        """`count` people press once each, spread evenly over `seconds`, on new connections."""
        seats = read_door(door).seats[:count]
        took: list[float] = []
        statuses: dict[str, int] = {}

        async def press(number: int, seat: dict[str, str]) -> None:
            await asyncio.sleep(began + number * seconds / count - now())
            poster, started = Poster(port, seat), now()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    status = str(await poster.post("bench.vote", {"choice": str(number % 4)}, f"{rounds}-{number}"))
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as failure:
                status = type(failure).__name__
            took.append(now() - started)
            statuses[status] = statuses.get(status, 0) + 1
            poster.close()

        began = now() + 0.2
        await asyncio.gather(*(press(number, seat) for number, seat in enumerate(seats)))
        return {"statuses": statuses, **_summary(took), "seconds": round(now() - began, 2)}

    async def flood(self, *, port: int, door: str, people: int, rate: float, seconds: float) -> dict[str, Any]:
        """`people` write `rate` messages per second in sum, whatever the answers say."""
        seats = read_door(door).seats[:people]
        took: list[float] = []
        statuses: dict[str, int] = {}
        numbers = itertools.count()

        async def write(seat: dict[str, str]) -> None:
            poster = Poster(port, seat)
            for _ in range(int(rate * seconds / people)):
                number = next(numbers)
                await asyncio.sleep(max(0.0, began + number / rate - now()))
                started = now()
                status = str(await poster.post("bench.chat", {"words": "Hallo " * 20}, f"m{began}-{number}"))
                took.append(now() - started)
                statuses[status] = statuses.get(status, 0) + 1
            poster.close()

        began = now()
        await asyncio.gather(*map(write, seats))
        return {"statuses": statuses, **_summary(took), "per_second": round(len(took) / (now() - began), 1)}


def _summary(took: list[float]) -> dict[str, float]:
    ranked = [value * 1000 for value in took]
    return {f"p{share:.0f}_ms": round(percentile(ranked, share / 100), 1) for share in (50, 99, 100)}


async def main() -> None:
    crowd = Crowd()
    await obey_async({"once": crowd.once, "flood": crowd.flood})


if __name__ == "__main__":
    gc.freeze()
    uvloop.run(main())
