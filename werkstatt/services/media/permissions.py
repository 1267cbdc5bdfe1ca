"""Who may say where the video of a room comes from."""

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor, can_edit_programme


def can_set_video(visitor: Visitor, edition: Edition) -> bool:
    return can_edit_programme(visitor, edition)
