"""One stage for thousands: streams, storms, votes, sleepers and spam, beside Django Channels and bare websockets."""

from typing import Any


def main() -> dict[str, Any]:
    from bench.live.programme import measure

    return measure()
