"""What happens on a bad day: everybody votes, phones fall asleep, ten people spam; and two processes instead of one."""

import secrets
import sys
from typing import Any

from bench.live import house as our
from bench.live.lines import Child
from bench.live.scenes import Audience, audience

VOTING_SECONDS = 10
SLEEPERS = 200
SPAMMERS, SPAM_PER_SECOND = 10, 1000
CARD = 4000  # characters of a large fragment


def votes(people: int) -> dict[str, Any]:
    """Everybody listens and presses once within ten seconds, each on a new connection; nobody is counted twice."""
    from bench.live.ballot.tables import count_of, make_tables

    make_tables()
    round_of = secrets.token_hex(4)  # keys of an earlier run would be taken for the same votes, sent again
    with audience(our.place([our.house()], people), people) as everybody:
        everybody.begin()
        posters = Child("bench.live.posters", python=sys.executable)
        try:
            used = everybody.cpu_seconds()
            order = {"port": everybody.servers[0].port, "door": everybody.door, "count": people}
            pressed = posters.ask("once", **order, seconds=VOTING_SECONDS, rounds=round_of, patience=120)
            used = everybody.cpu_seconds() - used
            counted = count_of("bench_vote")
            again = posters.ask("once", **order | {"count": 500}, seconds=1, rounds=round_of, patience=120)
        finally:
            posters.stop()
        return {
            **pressed,
            "not_counted": people - counted,
            "cpu_ms_per_vote": round(used * 1000 / people, 2),
            "pressed_again": {"statuses": again["statuses"], "lost": count_of("bench_vote") - counted},
        }


def sleepers(awake: int, *, seconds: float) -> dict[str, Any]:
    """200 phones stop reading while large fragments go by; the others must not notice, and the sleepers find all again."""
    count, rate = SLEEPERS + awake, min(50, 40_000 / awake)
    with audience(our.place([our.house()], count), count) as everybody:
        calm = everybody.pace(rate=rate, seconds=seconds, size=CARD)
        everybody.listeners.ask("stall", count=SLEEPERS)
        beside = everybody.pace(rate=rate, seconds=seconds, size=CARD)
        memory, blocked = everybody.memory_mb(), our.blocked()
        woken = everybody.listeners.ask("resume")
        last = our.where_we_are()[1]
        everyone = everybody.wait(last, patience=15)
        figures = everybody.listeners.ask("figures")
        return {
            "calm": calm,
            "awake_beside_sleepers": {name: beside[name] for name in ("p50_ms", "p99_ms", "max_ms", "server_mb")},
            "kib_sent_past_each": round(rate * seconds * CARD / 1024),
            "blocked": blocked,
            "server_mb_more": round(memory - calm["server_mb"], 1),
            "after_waking": {
                "incomplete": count - everyone["complete"],
                "seconds": round(everyone["last_receipt"] - woken["began"], 2),
                "gaps": figures["gaps"],
                "repeats": figures["repeats"],
                "closed_by_server": figures["connections_lost"],
            },
        }


def spam(*, seconds: float) -> dict[str, Any]:
    """Ten people post 1,000 messages a second in sum; what do the other 490 notice of the stage's own events?"""
    with audience(our.place([our.house()], 500), 500) as everybody:
        calm = everybody.pace(rate=20, seconds=seconds)
        posters = Child("bench.live.posters", python=sys.executable)
        try:
            order = {"port": everybody.servers[0].port, "door": everybody.door}
            rate = {"people": SPAMMERS, "rate": SPAM_PER_SECOND, "seconds": seconds}
            posters.tell("flood", **order, **rate)
            during = everybody.pace(rate=20, seconds=seconds)
            flood = posters.answer(patience=120)
        finally:
            posters.stop()
        names = ("p50_ms", "p99_ms", "max_ms", "cpu_share", "gaps", "repeats")
        return {"calm": {n: calm[n] for n in names}, "during": {n: during[n] for n in names}, "spam": flood}


def two_processes(bus: str) -> dict[str, Any]:
    """Two web processes share the audience; then how many single transactions per second the bus carries."""
    with audience(our.place([our.house(bus=bus), our.house(bus=bus)], 2000), 2000) as everybody:
        result = {"entry": everybody.entry, "20_per_s": everybody.pace(rate=20, seconds=5)}
        result["100_per_s"] = everybody.pace(rate=100, seconds=5)
    return result | {"bus": _bus_limits(bus)}


def _bus_limits(bus: str) -> dict[str, Any]:
    with audience(our.place([our.house(bus=bus), our.house(bus=bus)], 100), 100) as few:
        return {f"{rate}_per_s": _short(few, rate) for rate in (200, 500, 1000)}


def _short(few: Audience, rate: float) -> dict[str, Any]:
    figures = few.pace(rate=rate, seconds=4)
    return {
        name: figures[name] for name in ("events_per_s", "p50_ms", "p99_ms", "lost", "gaps", "repeats", "cpu_share")
    }
