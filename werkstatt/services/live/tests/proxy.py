"""A line that can be cut or go silent: stands between a process and its database or its bus."""

import contextlib
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

Connect = Callable[[], socket.socket]


class Proxy:
    """`listen` opens the door, `reach` a line to the real server; both are called anew after a cut."""

    def __init__(self, listen: Connect, reach: Connect) -> None:
        self.listen, self.reach = listen, reach
        self.flows = threading.Event()
        self.flows.set()
        self.lines: list[socket.socket] = []
        self.mend()

    def cut(self) -> None:
        """Every line breaks, and nobody answers at the door."""
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)  # else whoever waits at the door would let one more in
        self.door.close()
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self.lines.clear()

    def mend(self) -> None:
        self.door = self.listen()
        threading.Thread(target=self._admit, args=[self.door], daemon=True).start()

    def freeze(self) -> None:
        """Lines stay open and say nothing, as after a cable was pulled."""
        self.flows.clear()

    def thaw(self) -> None:
        self.flows.set()

    def close(self) -> None:
        self.thaw()
        self.cut()

    def _admit(self, door: socket.socket) -> None:
        while True:
            try:
                here, _address = door.accept()
                there = self.reach()
            except OSError:
                return
            self.lines += [here, there]
            for source, target in ((here, there), (there, here)):
                threading.Thread(target=self._pump, args=[source, target], daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.flows.wait()
                target.sendall(data)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def line_to_postgres() -> Iterator[Proxy]:
    """What everybody but the test itself has to the database: her own connection stays direct."""
    connection.ensure_connection()
    place = connection.settings_dict
    before = {name: place[name] for name in ("HOST", "PORT")}
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    proxy = Proxy(lambda: _door(folder), lambda: _postgres(*before.values()))
    place.update(HOST=str(folder), PORT="5432")
    try:
        yield proxy
    finally:
        place.update(before)
        proxy.close()
        shutil.rmtree(folder)


def _door(folder: Path) -> socket.socket:
    path = folder / ".s.PGSQL.5432"
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()
    return door


def _postgres(host: str, port: str) -> socket.socket:
    if not host.startswith("/"):
        return socket.create_connection((host or "127.0.0.1", int(port or 5432)))
    reached = socket.socket(socket.AF_UNIX)
    reached.connect(f"{host}/.s.PGSQL.{port}")
    return reached
