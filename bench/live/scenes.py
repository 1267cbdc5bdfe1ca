"""What is played before an audience, on any server alike; figures per scene."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.live.lines import Child
from bench.live.servers import Server, listeners

SIZE = 150  # characters of an event's text; with its fields about 200 bytes
FIRST = 20  # listeners who come before memory is counted, so that everything is loaded


@dataclass
class Audience:
    """Listeners before one server (or several that act as one), and somebody who speaks there."""

    servers: Sequence[Server]
    listeners: Child
    speaker: Child
    door: str
    count: int
    entry: dict[str, Any] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        return sum(server.cpu_seconds() for server in self.servers)

    def memory_mb(self) -> float:
        return sum(server.memory_mb() for server in self.servers if server.is_running)

    def enter(self, last: int) -> None:
        """Everybody takes a seat; what that costs."""
        self._open(FIRST * len(self.servers), last)
        empty, used = self.memory_mb(), self.cpu_seconds()
        seated = self._open(self.count - FIRST * len(self.servers), last)
        full, used = self.memory_mb(), self.cpu_seconds() - used
        self.entry = {
            "connects_per_s": round(seated["connected"] / seated["seconds"]),
            "failures": seated["failures"],
            "cpu_ms_per_connect": round(used * 1000 / max(1, seated["connected"]), 3),
            "server_mb_empty": round(empty, 1),
            "server_mb_full": round(full, 1),
            "kib_per_listener": round((full - empty) * 1e6 / 1024 / max(1, seated["connected"]), 1),
        }

    def _open(self, count: int, last: int) -> dict[str, Any]:
        total: dict[str, Any] = {"connected": 0, "seconds": 0.0, "failures": 0}
        for server in self.servers:
            share = count // len(self.servers)
            seated = self.listeners.ask("open", port=server.port, door=self.door, count=share, last=last, patience=90)
            total = {name: total[name] + seated[name] for name in total}
            if seated["failures"]:
                print(f"not let in: {seated['failures']}, {seated['first_failure']}")
        return total

    def pace(self, *, rate: float, seconds: float, size: int = SIZE) -> dict[str, Any]:
        """An even pace of events: how many arrive, how late, and what each delivery costs the server."""
        self.begin()
        used = self.cpu_seconds()
        sent = self.speaker.ask("pace", rate=rate, seconds=seconds, size=size, patience=seconds + 120)
        everybody = self.wait(sent["last"])
        return self._figures(sent, everybody, self.cpu_seconds() - used)

    def burst(self, *, count: int, patience: float = 60) -> dict[str, Any]:
        """Events as quickly as they can be written, until the last listener has the last of them."""
        self.begin()
        used = self.cpu_seconds()
        sent = self.speaker.ask("burst", count=count, size=SIZE, patience=120)
        everybody = self.wait(sent["last"], patience=patience)
        return self._figures({"sent": count, **sent}, everybody, self.cpu_seconds() - used)

    def storm(self, *, missed: int) -> dict[str, Any]:
        """All are cut; events are written meanwhile; all come back at once."""
        self.listeners.ask("cut")
        sent = self.speaker.ask("burst", count=missed, size=SIZE)
        self.begin()
        used = self.cpu_seconds()
        back = self.listeners.ask("back", door=self.door, patience=90)
        everybody = self.wait(sent["last"])
        used = self.cpu_seconds() - used
        figures = self.listeners.ask("figures")
        return {
            "incomplete": self.count - everybody["complete"],
            "seconds": round(everybody["last_receipt"] - back["began"], 2),
            "seconds_to_connect": back["seconds"],
            "lost": self.count * missed - figures["delivered"],
            **{name: figures[name] for name in ("gaps", "repeats", "refreshes")},
            "failures": back["failures"],
            "server_cpu_s": round(used, 2),
        }

    def begin(self) -> None:
        self.listeners.ask("begin")

    def wait(self, last: int, *, patience: float = 30) -> dict[str, Any]:
        return self.listeners.ask("wait", last=last, seconds=patience, patience=patience + 30)

    def _figures(self, sent: dict[str, Any], everybody: dict[str, Any], used: float) -> dict[str, Any]:
        figures = self.listeners.ask("figures", patience=120)
        took = max(0.001, everybody["last_receipt"] - sent["began"])
        return {
            "events_per_s": round(sent["sent"] / took, 1),
            "deliveries_per_s": round(figures["delivered"] / took),
            **delays(figures),
            "lost": self.count * sent["sent"] - figures["delivered"],
            "cpu_us_per_delivery": round(used * 1e6 / max(1, figures["delivered"]), 2),
            "cpu_us_per_frame": round(used * 1e6 / max(1, figures["frames"]), 2),
            "frames_per_s": round(figures["frames"] / took),
            "cpu_share": round(used / took, 2),
            "server_mb": round(self.memory_mb(), 1),
        }


def delays(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures.get(name, 0) for name in ("p50_ms", "p99_ms", "max_ms", "gaps", "repeats", "refreshes")}


@dataclass(frozen=True)
class Place:
    """Where an audience gathers: servers, who speaks to them, how one enters, and the last event already known."""

    servers: Sequence[Server]
    speaker: Callable[[], Child]
    door: str
    last: int = 0


@contextlib.contextmanager
def audience(place: Place, count: int) -> Iterator[Audience]:
    """A full house."""
    with contextlib.ExitStack() as stack:
        for server in place.servers:
            stack.enter_context(server)
        children = listeners(), place.speaker()
        for child in children:
            stack.callback(child.stop)
        result = Audience(place.servers, *children, place.door, count)
        result.enter(place.last)
        yield result
