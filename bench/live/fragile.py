"""Lines to the database and to the bus that can be taken away."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg

from bench.live.servers import free_port

LISTENS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN live' AND datname = current_database()"
AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class Fragile:
    url: str
    cut: Callable[[], None]
    mend: Callable[[], None]


@contextmanager
def database(how: str) -> Iterator[Fragile]:
    """The bench's database behind a line that is `cut` or falls `silent`; our own line stays direct."""
    from django.db import connection

    from werkstatt.services.live.tests.proxy import line_to_postgres

    with line_to_postgres() as proxy:
        place = connection.settings_dict
        who = f"{place['USER']}:{place['PASSWORD'] or ''}"
        url = f"postgresql://{who}@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}"
        acts = (proxy.freeze, proxy.thaw) if how == "silent" else (proxy.cut, proxy.mend)
        yield Fragile(url, *acts)


def bus(url: str) -> AbstractContextManager[Fragile]:
    """The bus of this address, PostgreSQL's own without one."""
    return _redis(url) if url else _notifications()


@contextmanager
def _redis(url: str) -> Iterator[Fragile]:
    from werkstatt.services.live.tests.proxy import Proxy

    parts, port = urlsplit(url), free_port()
    real = (parts.hostname or "127.0.0.1", parts.port or 6379)
    proxy = Proxy(lambda: socket.create_server(("127.0.0.1", port)), lambda: socket.create_connection(real))
    try:
        yield Fragile(f"redis://127.0.0.1:{port}{parts.path}", proxy.cut, proxy.mend)
    finally:
        proxy.close()


@contextmanager
def _notifications() -> Iterator[Fragile]:
    """Whoever listens to PostgreSQL is thrown out again and again."""
    away, ends = threading.Event(), threading.Event()

    def interrupt() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
            while not ends.wait(AGAIN_SECONDS):
                if away.is_set():
                    line.execute(LISTENS)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        yield Fragile("", away.set, away.clear)
    finally:
        ends.set()
        thread.join()
