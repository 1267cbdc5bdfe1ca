"""Every write of the programme."""

from werkstatt.foundation.programme.actions.copies import copy_sessions
from werkstatt.foundation.programme.actions.sessions import (
    CodeIsTaken,
    DayIsNotPartOfEdition,
    RoomDoesNotFit,
    RoomIsTaken,
    SessionEntry,
    SpeakerLink,
    cancel_session,
    create_session,
    edit_session,
    link_speakers,
    move_session,
    restore_session,
)
from werkstatt.foundation.programme.actions.speakers import SpeakerEntry, SpeakerIsNeeded, delete_speaker, save_speaker
from werkstatt.foundation.programme.actions.stars import star_session, unstar_session

__all__ = [
    "CodeIsTaken",
    "DayIsNotPartOfEdition",
    "RoomDoesNotFit",
    "RoomIsTaken",
    "SessionEntry",
    "SpeakerEntry",
    "SpeakerIsNeeded",
    "SpeakerLink",
    "cancel_session",
    "copy_sessions",
    "create_session",
    "delete_speaker",
    "edit_session",
    "link_speakers",
    "move_session",
    "restore_session",
    "save_speaker",
    "star_session",
    "unstar_session",
]
