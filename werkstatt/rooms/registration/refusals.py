"""Why the house says no: each exception states the fact."""

from dataclasses import dataclass
from datetime import date

from werkstatt.foundation.events.models import DayChannel
from werkstatt.rooms.registration.effects import Effect


class Refusal(Exception):
    """An action that was not done; nothing has changed."""


class RegistrationIsClosed(Refusal):
    """The edition takes no orders at this moment."""


class OrderHasChanged(Refusal):
    """Another tab or window changed the order meanwhile."""


class OrderIsPlaced(Refusal):
    """It is no draft any more; changes go through self-service."""


class OrderIsNotPlaced(Refusal):
    """Self-service begins when the order is placed."""


class TooManyPeople(Refusal):
    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit}")
        self.limit = limit


@dataclass(frozen=True)
class Gap:
    """Something that is missing before an order can be placed, and the step that mends it."""

    step: str
    kind: str
    names: tuple[str, ...] = ()


class OrderIsIncomplete(Refusal):
    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(", ".join(gap.kind for gap in gaps))
        self.gaps = gaps


@dataclass(frozen=True)
class Shortage:
    """A day and channel with fewer seats than the order wants. `available` counts what the order holds itself."""

    day_channel: DayChannel
    wanted: int
    available: int


class DaysAreFull(Refusal):
    def __init__(self, shortages: list[Shortage]) -> None:
        super().__init__(", ".join(str(shortage.day_channel) for shortage in shortages))
        self.shortages = shortages


class AlreadyRegistered(Refusal):
    """These people take part on these days already, by another order."""

    def __init__(self, clashes: list[tuple[str, date]]) -> None:
        super().__init__(str(clashes))
        self.clashes = clashes


class EffectChanged(Refusal):
    """The money effect is another one than was shown; `effect` is the true one now."""

    def __init__(self, effect: Effect) -> None:
        super().__init__("the effect is another one")
        self.effect = effect


class PlaceHasEnded(Refusal):
    """The place was cancelled or changed meanwhile."""


class AttendeeHasLeft(Refusal):
    """Somebody else has taken over already."""


class TooLate(Refusal):
    """The day has begun or is over, or the time to change has passed."""


class NothingChanged(Refusal):
    """The new facts are the old ones."""
