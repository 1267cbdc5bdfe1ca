"""Which scenes are played, how often, and what they are compared with. All of it takes about 20 minutes on two quiet
cores, `--quick` about three.

BENCH_SCENES or `--scenes` choose a part: house, references, hot, sleepers, spam, processes are played by themselves, killed, one_of_two,
database_away and bus_away only when they are named. BENCH_LISTENERS, BENCH_RUNS and BENCH_SECONDS say how much of it;
BENCH_REDIS names a Redis or Valkey for the layers and buses that need one (tried: redis://127.0.0.1:6379/0).
"""

import contextlib
import os
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bench.live import accidents, servers, trouble
from bench.live import house as our
from bench.live.medians import medians
from bench.live.scenes import Place, audience

SCENES = ("house", "references", "hot", "sleepers", "spam", "processes")
IS_QUICK = "BENCH_QUICK" in os.environ
RUNS = int(os.environ.get("BENCH_RUNS", "1" if IS_QUICK else "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3" if IS_QUICK else "8"))
LISTENERS = [int(n) for n in os.environ.get("BENCH_LISTENERS", "500" if IS_QUICK else "500,2000,5000").split(",")]
AWAKE = [300] if IS_QUICK else [300, 2000]
MISSED = 50


def measure() -> dict[str, Any]:
    from werkstatt.config.up import raise_open_files

    wanted = os.environ.get("BENCH_SCENES", ",".join(SCENES)).split(",")
    result: dict[str, Any] = {"runs": RUNS, "open_files": raise_open_files(), "load_before": os.getloadavg()[0]}
    our.prepare()
    for name, play in PLAYED.items():
        if name in wanted:
            result[name] = play()
    result["load_after"] = os.getloadavg()[0]
    if "house" in result and "references" in result:
        result["ratios"] = ratios(result["house"], result["references"])
    return result


def repeated(play: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The median of several runs, each on a fresh server; the runs themselves stand beside it."""
    runs = []
    for _ in range(RUNS):
        load = os.getloadavg()[0]
        runs.append({**play(), "load": load})
        print(runs[-1])
    return {**medians(runs), "each_run": runs}


# -- our house --------------------------------------------------------------------------------------------------------
def house_scene() -> dict[str, Any]:
    return {str(count): repeated(lambda count=count: _house(count)) for count in LISTENERS}  # type: ignore[misc]


def _house(count: int) -> dict[str, Any]:
    with audience(our.place([our.house()], count), count) as everybody:
        return {
            "entry": everybody.entry,
            "20_per_s": everybody.pace(rate=20, seconds=SECONDS),
            "100_per_s": everybody.pace(rate=100, seconds=SECONDS),
            "burst": everybody.burst(count=1000),
            "storm": everybody.storm(missed=MISSED),
        }


# -- what we compare with ---------------------------------------------------------------------------------------------
def references_scene() -> dict[str, Any]:
    redis = redis_url()
    rooms: dict[str, Callable[[], servers.Server]] = {"websockets broadcast": servers.broadcast_room}
    rooms["channels, in-memory"] = lambda: servers.channels_room(None)
    if redis:
        rooms["channels, Redis"] = lambda: servers.channels_room(redis)
    return {
        name: {str(count): repeated(lambda make=make, count=count: _reference(make(), count)) for count in LISTENERS}  # type: ignore[misc]
        for name, make in rooms.items()
    }


def _reference(server: servers.Server, count: int) -> dict[str, Any]:
    """A pace that the room can keep, and a burst as quick as it can."""
    is_bare = server.name == "broadcast"
    place = Place([server], lambda: servers.socket_speaker(server.port), servers.socket_door(count))
    with audience(place, count) as everybody:
        rate = 10_000 / count if is_bare else 1_000 / count
        seconds = max(3.0, 2 / rate)
        return {
            "entry": everybody.entry,
            "gentle": everybody.pace(rate=rate, seconds=seconds),
            "burst": everybody.burst(count=50 if is_bare else 4),
        }


def redis_url() -> str | None:
    """The Redis that the environment names or that this machine runs; None when nobody answers."""
    url = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/0")
    parts = urlsplit(url)
    with contextlib.suppress(OSError), socket.create_connection((parts.hostname, parts.port or 6379), timeout=1):
        return url
    return None


def buses() -> dict[str, str]:
    redis = redis_url()
    return {"PostgreSQL": ""} | ({"Redis": redis} if redis else {})


def ratios(house: dict[str, Any], references: dict[str, Any]) -> dict[str, Any]:
    """How many times our deliveries per second, and our share of their CPU per delivery, at the same audience."""
    result = {}
    for name, rooms in references.items():
        for count, room in rooms.items():
            ours, theirs = house[count], room
            result[f"{name}, {count}"] = {
                "burst_deliveries": round(ours["burst"]["deliveries_per_s"] / theirs["burst"]["deliveries_per_s"], 1),
                "steady_deliveries": round(
                    ours["100_per_s"]["deliveries_per_s"] / theirs["burst"]["deliveries_per_s"], 1
                ),
                "their_cpu_per_delivery": round(
                    theirs["burst"]["cpu_us_per_delivery"] / ours["100_per_s"]["cpu_us_per_delivery"], 1
                ),
            }
    return result


PLAYED: dict[str, Callable[[], dict[str, Any]]] = {
    "house": house_scene,
    "references": references_scene,
    "hot": lambda: repeated(lambda: trouble.votes(max(LISTENERS))),
    "sleepers": lambda: {
        f"{count} awake": repeated(lambda count=count: trouble.sleepers(count, seconds=SECONDS))  # type: ignore[misc]
        for count in AWAKE
    },
    "spam": lambda: repeated(lambda: trouble.spam(seconds=SECONDS)),
    "processes": lambda: {name: repeated(lambda url=url: trouble.two_processes(url)) for name, url in buses().items()},  # type: ignore[misc]
    "killed": lambda: repeated(lambda: accidents.killed(seconds=2 * SECONDS)),
    "one_of_two": lambda: repeated(lambda: accidents.one_of_two(seconds=2 * SECONDS)),
    "database_away": lambda: {
        how: repeated(lambda how=how: accidents.database_away(how, seconds=SECONDS))  # type: ignore[misc]
        for how in ("cut", "silent")
    },
    "bus_away": lambda: {
        name: repeated(lambda url=url: accidents.bus_away(url, seconds=SECONDS))  # type: ignore[misc]
        for name, url in buses().items()
    },
}
