"""NOTIFY: sent by the database itself on commit, so nothing falls between the commit and the news of it."""

from collections.abc import AsyncGenerator

import psycopg
from django.db import connection as django_connection

from werkstatt.services.live import database
from werkstatt.services.live.bus.contract import BusIsAway
from werkstatt.services.live.signals import Signal, read, written

CHANNEL = "live"
NOTIFY = "SELECT pg_notify(%s, text) FROM unnest(%s::text[]) WITH ORDINALITY AS said (text, place) ORDER BY place"


class PostgresBus:
    def publish(self, *signals: Signal) -> None:
        with django_connection.cursor() as cursor:
            cursor.execute(NOTIFY, [CHANNEL, [written(signal) for signal in signals]])

    async def signals(self) -> AsyncGenerator[Signal | None, None]:
        try:
            async with await database.connect() as line:
                await line.execute(f"LISTEN {CHANNEL}")
                yield None
                async for note in line.notifies():
                    if (signal := read(note.payload)) is not None:
                        yield signal
        except psycopg.Error as error:
            raise BusIsAway(str(error)) from error
        raise BusIsAway("the server ended the line")
