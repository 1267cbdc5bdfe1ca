"""Ranking by Borda's count, because it can be explained in one sentence and finds what many can live with.

Of n options the first place earns n - 1 points, the last none. Whoever ranks only some leaves the rest level: these share
the points that remain, so a short ballot weighs as much as a long one (averaged Borda, Emerson 2013 discusses the choices).
Points are doubled, so that shared points stay whole numbers: every ballot hands out n (n - 1) of them.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """An option with its doubled points, how often it came first, and its place (level options share one)."""

    key: Hashable
    doubled_points: int
    firsts: int
    place: int

    @property
    def points(self) -> float:
        return self.doubled_points / 2


@dataclass(frozen=True)
class Ranking:
    voters: int
    options: tuple[Ranked, ...]


def ranking(ballots: Iterable[Sequence[Hashable]], options: Sequence[Hashable]) -> Ranking:
    """Best first; of options with equal points the one that came first more often, then the order of `options`."""
    points = dict.fromkeys(options, 0)
    firsts = dict.fromkeys(options, 0)
    voters = 0
    for ballot in ballots:
        ranked = [key for key in dict.fromkeys(ballot) if key in points]
        if not ranked:
            continue
        voters += 1
        firsts[ranked[0]] += 1
        for key, earned in _earned(ranked, options).items():
            points[key] += earned
    order = sorted(options, key=lambda key: (-points[key], -firsts[key], options.index(key)))
    level = [(points[key], firsts[key]) for key in order]
    placed = [Ranked(key, points[key], firsts[key], level.index(level[n]) + 1) for n, key in enumerate(order)]
    return Ranking(voters, tuple(placed))


def _earned(ranked: Sequence[Hashable], options: Sequence[Hashable]) -> dict[Hashable, int]:
    last = len(options) - 1
    shared = last - len(ranked)
    return {key: 2 * (last - ranked.index(key)) if key in ranked else shared for key in options}
