"""What breaks under load: a process dies, the database or the bus goes away. How long until everybody has everything?"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.live import fragile
from bench.live import house as our
from bench.live.crowd import now
from bench.live.scenes import SIZE, Audience, audience, delays
from bench.live.servers import Server

LISTENERS = 2000
RATE = 20
AWAY_SECONDS = 10


def killed(*, seconds: float) -> dict[str, Any]:
    """The one web process gets kill -9 while people speak, and is started again; everybody comes back at once."""
    with audience(our.place([our.house()], LISTENERS), LISTENERS) as everybody, speaking(everybody, seconds) as result:
        (server,) = everybody.servers
        died = kill(server)
        server.start()
        result.update(seconds_until_it_answers=since(died), **come_back(everybody, died, count=LISTENERS))
    return result


def one_of_two(*, seconds: float) -> dict[str, Any]:
    """One of two web processes is killed for good; those it served go to the other, whose own listeners notice nothing."""
    with (
        audience(our.place([our.house(), our.house()], LISTENERS), LISTENERS) as everybody,
        speaking(everybody, seconds) as result,
    ):
        gone, other = everybody.servers
        died = kill(gone)
        result.update(come_back(everybody, died, count=LISTENERS // 2, port=other.port))
    return result


def database_away(how: str, *, seconds: float) -> dict[str, Any]:
    """The web process loses its database for ten seconds, by a cut or by silence; the others go on writing there."""
    with fragile.database(how) as line:
        place = our.place([our.house(database=line.url)], LISTENERS)
        with audience(place, LISTENERS) as everybody, speaking(everybody, seconds + AWAY_SECONDS) as result:
            result["while_away"] = told(everybody, line.cut, "away", stays=AWAY_SECONDS)
            mended = now()
            result["once_back"] = told(everybody, line.mend, "back")
            reached = everybody.wait(our.where_we_are()[1])
            result.update(seconds_until_caught_up=since(mended), behind=LISTENERS - reached["complete"])
    return result


def bus_away(bus: str, *, seconds: float) -> dict[str, Any]:
    """The bus is away for ten seconds: news comes later, nothing is lost."""
    with fragile.bus(bus) as line, audience(our.place([our.house(bus=line.url)], LISTENERS), LISTENERS) as everybody:
        result = {"calm": everybody.pace(rate=RATE, seconds=seconds)}
        line.cut()
        result["while_away"] = everybody.pace(rate=RATE, seconds=AWAY_SECONDS)
        line.mend()
        result["afterwards"] = everybody.pace(rate=RATE, seconds=seconds)
    names = ("p50_ms", "p99_ms", "max_ms", "lost", "gaps", "repeats", "cpu_share", "server_mb")
    return {scene: {name: figures[name] for name in names} for scene, figures in result.items()}


# -- what all of them do ----------------------------------------------------------------------------------------------
@contextmanager
def speaking(everybody: Audience, seconds: float) -> Iterator[dict[str, Any]]:
    """Somebody speaks for `seconds` before, during and after what happens within; then everybody is counted."""
    result: dict[str, Any] = {}
    everybody.begin()
    everybody.speaker.tell("pace", rate=RATE, seconds=seconds, size=SIZE)
    time.sleep(seconds / 4)
    yield result
    sent = everybody.speaker.answer(patience=seconds + 60)
    reached = everybody.wait(sent["last"])
    figures = everybody.listeners.ask("figures", patience=60)
    result |= {
        "events": sent["sent"],
        "incomplete": everybody.count - reached["complete"],
        "lost": everybody.count * sent["sent"] - figures["delivered"],
        **delays(figures),
        "connections_lost": figures["connections_lost"],
        "server_mb": round(everybody.memory_mb(), 1),
    }


def kill(server: Server) -> float:
    died = now()
    server.stop()
    return died


def come_back(everybody: Audience, died: float, *, count: int, port: int = 0) -> dict[str, Any]:
    back = everybody.listeners.ask("back", door=everybody.door, count=count, port=port, patience=90)
    connected = since(died)
    reached = everybody.wait(our.where_we_are()[1])
    return {
        "came_back": back["connected"],
        "failures": back["failures"],
        "seconds_until_all_are_back": connected,
        "seconds_until_all_caught_up": since(died),
        "behind": everybody.count - reached["complete"],
    }


def told(everybody: Audience, act: Callable[[], None], state: str, *, stays: float = 0) -> dict[str, Any]:
    """How many pages say within `stays` seconds (at the least ten) what became of the database, and how soon."""
    began = now()
    act()
    heard = everybody.listeners.ask("state", wanted=state, count=everybody.count, seconds=max(stays, 10), patience=60)
    time.sleep(max(0.0, began + stays - now()))
    return {"told": heard["told"], "seconds_until_all_are_told": round(heard["last"] - began, 2)}


def since(moment: float) -> float:
    return round(now() - moment, 2)
