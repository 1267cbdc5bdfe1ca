"""What the programme announces, after commit."""

from django.dispatch import Signal

session_moved = Signal()  # session: Session, before: Slot, now: datetime
session_cancelled = Signal()  # session: Session, now: datetime
session_restored = Signal()  # session: Session, now: datetime
