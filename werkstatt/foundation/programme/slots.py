"""When and where: one stretch of time in a hall room, an online room, or both."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkstatt.foundation.events.models import Room


@dataclass(frozen=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    hall_room: Room | None = None
    online_room: Room | None = None

    @property
    def rooms(self) -> list[Room]:
        return [room for room in (self.hall_room, self.online_room) if room is not None]

    def as_facts(self) -> dict[str, Any]:
        """What stays readable when a room is renamed or gone later: names, not keys."""
        return {
            "starts_at": self.starts_at.astimezone(UTC).isoformat(),
            "ends_at": self.ends_at.astimezone(UTC).isoformat(),
            "hall_room": self.hall_room.name if self.hall_room else None,
            "online_room": self.online_room.name if self.online_room else None,
        }


@dataclass(frozen=True)
class FormerSlot:
    """Where a session stood before it was moved."""

    starts_at: datetime
    ends_at: datetime
    hall_room: str | None
    online_room: str | None

    @property
    def rooms(self) -> list[str]:
        return [name for name in (self.hall_room, self.online_room) if name]


def former_slot(facts: dict[str, Any] | None) -> FormerSlot | None:
    if not facts:
        return None
    return FormerSlot(
        starts_at=datetime.fromisoformat(facts["starts_at"]),
        ends_at=datetime.fromisoformat(facts["ends_at"]),
        hall_room=facts.get("hall_room"),
        online_room=facts.get("online_room"),
    )
