"""Who is next: a fair order for questions and for those who want to speak. Pure arithmetic, the same on every machine.

Questions: support counts, and so does waiting: `MINUTES_WORTH_A_SUPPORT` of waiting weigh as much as one support. Both
channels then take turns: the one that was heard less often gets `TURN_WORTH` supports of advance per turn it is behind.
Waiting grows for all alike, so time alone never changes the order; only what people do does. A page loaded later
therefore shows the order that the live updates led to.

Speakers: hall and online alternate, beginning with the channel that did not speak last; within a channel those first who
spoke least, then whoever waits longest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTES_WORTH_A_SUPPORT = 3
TURN_WORTH = 2  # supports
MOST_TURNS_BEHIND = 5  # beyond it a channel gets no further advance: support still decides
CHANNELS = ("on_site", "online")


@dataclass(frozen=True)
class Waiting:
    """A question in the queue."""

    key: int
    channel: str
    supports: int
    since: datetime


@dataclass(frozen=True)
class Raised:
    """A hand in the air; `turns` is how often this voice has spoken on this stage."""

    key: int
    channel: str
    turns: int
    since: datetime


def order_of_questions(waiting: Iterable[Waiting], *, heard_on_site: int, heard_online: int) -> list[int]:
    """Keys of the waiting questions, next one first. `heard_…`: questions of that channel that had their turn."""
    ranked = sorted(waiting, key=lambda each: (-_weight(each), each.key))
    queues = {channel: [each for each in ranked if each.channel == channel] for channel in CHANNELS}
    heard = {"on_site": heard_on_site, "online": heard_online}
    order: list[int] = []
    while queues["on_site"] or queues["online"]:
        channel = _channel_of_next(queues, heard)
        order.append(queues[channel].pop(0).key)
        heard[channel] += 1
    return order


def order_of_hands(raised: Iterable[Raised], *, last_channel: str = "") -> list[int]:
    """Keys of the raised hands, next one first. `last_channel`: where the one spoke who spoke last."""
    ranked = sorted(raised, key=lambda each: (each.turns, each.since, each.key))
    queues = {channel: [each for each in ranked if each.channel == channel] for channel in CHANNELS}
    channel = _other(last_channel) if last_channel in CHANNELS else (ranked[0].channel if ranked else "on_site")
    order: list[int] = []
    while queues["on_site"] or queues["online"]:
        channel = channel if queues[channel] else _other(channel)
        order.append(queues[channel].pop(0).key)
        channel = _other(channel)
    return order


def _channel_of_next(queues: dict[str, list[Waiting]], heard: dict[str, int]) -> str:
    on_site, online = queues["on_site"], queues["online"]
    if not (on_site and online):
        return "on_site" if on_site else "online"
    behind = max(-MOST_TURNS_BEHIND, min(MOST_TURNS_BEHIND, heard["online"] - heard["on_site"]))
    advance = behind * TURN_WORTH * MINUTES_WORTH_A_SUPPORT * timedelta(minutes=1)
    on_site_weight, online_weight = _weight(on_site[0]) + advance.total_seconds(), _weight(online[0])
    if on_site_weight == online_weight:
        return "on_site" if on_site[0].key < online[0].key else "online"
    return "on_site" if on_site_weight > online_weight else "online"


def _weight(question: Waiting) -> float:
    """In seconds: support turned into waiting time, and how early the question came."""
    supported = question.supports * MINUTES_WORTH_A_SUPPORT * 60
    return supported - question.since.timestamp()


def _other(channel: str) -> str:
    return "online" if channel == "on_site" else "on_site"
