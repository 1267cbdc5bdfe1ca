"""Redis or Valkey: for many processes on several machines. Sent right after the commit; what a process that dies in
between keeps to itself, the others find when they compare the heads of the log."""

import logging
from collections.abc import AsyncGenerator, Sequence
from functools import partial

import redis
import redis.asyncio
from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from werkstatt.services.live.bus.contract import BusIsAway
from werkstatt.services.live.signals import Signal, read, written

CONNECT_SECONDS = 2
SILENCE_SECONDS = 15

log = logging.getLogger("werkstatt.live")


class RedisBus:
    def __init__(self, url: str) -> None:
        self.url = _understood(url)
        self._sender = redis.Redis.from_url(
            self.url, socket_timeout=CONNECT_SECONDS, socket_connect_timeout=CONNECT_SECONDS
        )

    @property
    def channel(self) -> str:
        """Of this house and this database alone: several may share one server."""
        name = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
        return f"werkstatt:{salted_hmac('live.bus', name, secret=settings.SECRET_KEY).hexdigest()[:16]}"

    def publish(self, *signals: Signal) -> None:
        transaction.on_commit(partial(self._send, [written(signal) for signal in signals]))

    def _send(self, texts: Sequence[str]) -> None:
        """The write is committed: a bus that is away must not turn it into an error."""
        try:
            with self._sender.pipeline(transaction=False) as pipeline:
                for text in texts:
                    pipeline.publish(self.channel, text)
                pipeline.execute()
        except redis.RedisError as error:
            log.warning("The bus is away: %s", error)

    async def signals(self) -> AsyncGenerator[Signal | None, None]:
        line = redis.asyncio.Redis.from_url(
            self.url,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=SILENCE_SECONDS,
            health_check_interval=SILENCE_SECONDS // 3,
        )
        try:
            async with line.pubsub() as heard:
                await heard.subscribe(self.channel)
                while True:
                    note = await heard.get_message(timeout=SILENCE_SECONDS / 3)
                    if note is None:
                        continue
                    if note["type"] == "subscribe":
                        yield None
                    elif note["type"] == "message" and (signal := read(note["data"].decode())) is not None:
                        yield signal
        except (redis.RedisError, OSError) as error:
            raise BusIsAway(str(error)) from error
        finally:
            await line.aclose()


def _understood(url: str) -> str:
    """Valkey speaks the same protocol; the client knows only the older name."""
    return url.replace("valkeys://", "rediss://", 1).replace("valkey://", "redis://", 1)
