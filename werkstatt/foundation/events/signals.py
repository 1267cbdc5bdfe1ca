"""What the ground announces. Rooms above listen.

The first four are sent after commit. `edition_copied` is sent inside the copying transaction, so that what the rooms
add to the copy is there with it or not at all.
"""

from django.dispatch import Signal

channel_closed = Signal()  # days: list[Day], channel: Channel, now: datetime
channel_opened = Signal()  # days: list[Day], channel: Channel, now: datetime
participation_began = Signal()  # participation: Participation
participation_ended = Signal()  # participation: Participation
edition_copied = (
    Signal()
)  # source: Edition, copy: Edition, shift_days: int, rooms: dict[int, Room], with_sessions: bool
