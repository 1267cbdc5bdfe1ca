"""Our own house as the server under test: its web process as bin/up starts it, tickets, and those who speak."""

import os
import time
from collections.abc import Sequence
from typing import Any

from bench.live.door import Door
from bench.live.lines import Child
from bench.live.scenes import Place
from bench.live.servers import Server, free_port

SETTINGS = "bench.live.settings"
TOPIC = "bench:1"
SEAT_COOKIE = "bench-seat-{number}"


def house(*, bus: str = "", database: str = "") -> Server:
    """A web process of our house. `bus`: LIVE_BUS_URL; `database`: DATABASE_URL, where it is not the bench's own."""
    from werkstatt.config import settings, up

    port = free_port()
    command = up.web_command(reload=False)
    command[command.index("--port") + 1] = str(port)
    environment = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LIVE_BUS_URL": bus,
        "WERKSTATT_HOME": str(settings.HOME),
        **({"DATABASE_URL": database} if database else {}),
    }
    return Server("house", command, port, environment)


def prepare() -> None:
    """The ballot's tables, and a topic whose epoch is known before anybody listens."""
    from django.db import transaction
    from django.utils import timezone

    from bench.live.ballot.tables import make_tables
    from werkstatt.services.live.actions import announce

    make_tables()
    with transaction.atomic():
        announce(TOPIC, "bench", {"text": "Es geht los."}, now=timezone.now())


def where_we_are() -> tuple[int, int]:
    """Epoch and number of the topic's last event."""
    from werkstatt.services.live.queries import cursors_of

    cursor = cursors_of([TOPIC])[TOPIC]
    return cursor.epoch, cursor.seq


def blocked() -> int:
    """How many listeners the web processes have given up writing to for now, as the operators' page says it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum((figures->>'blocked')::int), 0) FROM live_process")
        return int(cursor.fetchone()[0])


def place(processes: Sequence[Server], listeners: int) -> Place:
    bus = processes[0].environment["LIVE_BUS_URL"]
    return Place(processes, lambda: house_speaker(bus), house_door(listeners), where_we_are()[1])


def house_door(listeners: int, *, topics: tuple[str, ...] = (TOPIC,)) -> str:
    """A ticket for each listener, bound to a session cookie of her own; every third sits in the hall."""
    from django.conf import settings

    epoch, _ = where_we_are()
    seats = [seat(number, settings.SESSION_COOKIE_NAME, topics) for number in range(listeners)]
    path = f"/live/?ticket={{ticket}}&since={epoch}.{{last}}"
    return Door(is_event_stream=True, path=path, headers=["Accept: text/event-stream"], seats=seats).written()


def seat(number: int, cookie_name: str, topics: tuple[str, ...]) -> dict[str, str]:
    from werkstatt.services.live.tickets import Ticket, session_mark

    cookie = SEAT_COOKIE.format(number=number)
    channel = "online" if number % 3 else "on_site"
    ticket = Ticket(
        listener=f"voice:{number}",
        channel=channel,
        topics=topics,
        language="en" if number % 10 == 0 else "de",
        issued_at=int(time.time()),
        session=session_mark(cookie),
        revision=0,
    )
    return {"ticket": ticket.written(), "cookie": f"{cookie_name}={cookie}"}


def house_speaker(bus: str = "") -> Child:
    """Whoever speaks must do so on the bus the web processes hear."""
    environment: dict[str, Any] = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_POOL": "2", "LIVE_BUS_URL": bus}
    return Child("bench.live.house_speaker", TOPIC, environment={**os.environ, **environment})
