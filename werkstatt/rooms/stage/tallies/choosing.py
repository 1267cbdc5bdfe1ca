"""Single choice, multiple choice, yes or no: how many chose what."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Choice:
    """One option: its key, how many chose it, and which share of those who voted (whole percent)."""

    key: Hashable
    votes: int
    percent: int


@dataclass(frozen=True)
class Chosen:
    """`voters` is how many ballots were cast, also those that choose nothing known."""

    voters: int
    choices: tuple[Choice, ...]

    @property
    def leaders(self) -> tuple[Choice, ...]:
        """Whoever has most votes; several when they are level, none before the first vote."""
        most = max((choice.votes for choice in self.choices), default=0)
        return tuple(choice for choice in self.choices if choice.votes == most) if most else ()


def choosing(ballots: Iterable[Sequence[Hashable]], options: Sequence[Hashable], *, only_one: bool) -> Chosen:
    """Count ballots, each a list of keys, in the order of `options`. A key counts once a ballot; unknown keys never.

    With `only_one` each is a share of all choices, otherwise of the voters.
    """
    counted: Counter[Hashable] = Counter()
    voters = 0
    for ballot in ballots:
        voters += 1
        counted.update(set(ballot))
    votes = [counted[key] for key in options]
    shares = percentages(votes) if only_one else [_share(number, voters) for number in votes]
    return Chosen(voters, tuple(map(Choice, options, votes, shares)))


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole percent, each rounded by itself: equal votes read equal, so all together may be 99 or 101. Zeros of nothing."""
    whole = sum(counts)
    return [_share(count, whole) for count in counts]


def _share(part: int, whole: int) -> int:
    """Rounded half up, in whole percent."""
    return int(Fraction(200 * part + whole, 2 * whole)) if whole else 0
