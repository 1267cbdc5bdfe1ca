"""What the programme does when the ground announces something."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from werkstatt.foundation.events.models import Edition, Room
from werkstatt.foundation.events.signals import edition_copied
from werkstatt.foundation.programme import actions


@receiver(edition_copied)
def copy_sessions(
    *, source: Edition, copy: Edition, shift_days: int, rooms: Mapping[int, Room], with_sessions: bool, **_kwargs: Any
) -> None:
    if with_sessions:
        actions.copy_sessions(source=source, copy=copy, shift_days=shift_days, rooms=rooms)
