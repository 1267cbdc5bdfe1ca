"""What the ground announces, after commit. Rooms above listen."""

from django.dispatch import Signal

channel_closed = Signal()  # days: list[Day], channel: Channel, now: datetime
channel_opened = Signal()  # days: list[Day], channel: Channel, now: datetime
participation_began = Signal()  # participation: Participation
participation_ended = Signal()  # participation: Participation
