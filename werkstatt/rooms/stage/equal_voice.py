"""Equal voice: does the hall get more of the floor than home, measured against how many listen where.

A part of the session (questions taken, votes cast, turns to speak) is fair when the share of a channel in it is about its
share of the listeners. Few contributions say nothing, so nothing is said about fewer than `ENOUGH`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ENOUGH = 4  # contributions below which a share is chance
MARGIN = 15  # percentage points a share may be off before it is worth a word
CHANNELS = ("on_site", "online")


@dataclass(frozen=True)
class Count:
    """So many from the hall, so many from home."""

    on_site: int = 0
    online: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Count":
        return cls(counts.get("on_site", 0), counts.get("online", 0))

    @property
    def total(self) -> int:
        return self.on_site + self.online

    def share(self, channel: str) -> int:
        """Whole percent; the two add up to 100, both are 0 of nothing."""
        if not self.total:
            return 0
        on_site = (200 * self.on_site + self.total) // (2 * self.total)
        return on_site if channel == "on_site" else 100 - on_site


@dataclass(frozen=True)
class Part:
    """One kind of contribution. `behind` names the channel that gets too little, or nothing."""

    name: str
    count: Count
    behind: str = ""

    @property
    def is_fair(self) -> bool:
        return not self.behind


@dataclass(frozen=True)
class EqualVoice:
    listeners: Count
    parts: tuple[Part, ...]

    @property
    def behind(self) -> str:
        """The channel that gets too little in most parts, or nothing when none does or they even out."""
        lead = sum(1 if part.behind == "on_site" else -1 for part in self.parts if part.behind)
        return "" if not lead else CHANNELS[0] if lead > 0 else CHANNELS[1]


def equal_voice(*, listeners: Count, **parts: Count) -> EqualVoice:
    """`equal_voice(listeners=Count(40, 60), questions=Count(5, 1), turns=Count(3, 3))`."""
    return EqualVoice(listeners, tuple(Part(name, count, _behind(count, listeners)) for name, count in parts.items()))


def _behind(count: Count, listeners: Count) -> str:
    """Where only one channel listens, nobody can be behind."""
    if count.total < ENOUGH or not (listeners.on_site and listeners.online):
        return ""
    off = count.share("on_site") - listeners.share("on_site")
    if abs(off) <= MARGIN:
        return ""
    return "on_site" if off < 0 else "online"
