"""What a bus must do. It may lose signals: hubs compare the heads of the log with what they have seen, every few seconds."""

from collections.abc import AsyncGenerator
from typing import Protocol

from werkstatt.services.live.signals import Signal


class BusIsAway(Exception):
    """The line is broken; try again."""


class Bus(Protocol):
    def publish(self, *signals: Signal) -> None:
        """Send, in this order, when the running transaction commits, never when it fails."""

    def signals(self) -> AsyncGenerator[Signal | None, None]:
        """What all processes send from now on. The first item is None: now I hear. Raises BusIsAway."""
