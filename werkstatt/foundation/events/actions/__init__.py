"""Every write about series, editions, their days, rooms, rules and roles, and about taking part."""

from werkstatt.foundation.events.actions.channels import (
    CapacityBelowTaken,
    close_channel,
    open_channel,
    set_day_channel,
)
from werkstatt.foundation.events.actions.copies import CopyWish, copy_edition
from werkstatt.foundation.events.actions.days import DayIsInUse, DayTimes, add_day, edit_day, remove_day
from werkstatt.foundation.events.actions.editions import (
    EditionFacts,
    NothingToPublish,
    SlugIsTaken,
    archive_edition,
    create_edition,
    edit_edition,
    publish_edition,
    set_logo,
    withdraw_edition,
)
from werkstatt.foundation.events.actions.hosts import create_series, edit_series, save_theme, save_venue
from werkstatt.foundation.events.actions.participations import (
    AlreadyTakesPart,
    begin_participation,
    begin_participations,
    end_participation,
    end_participations,
)
from werkstatt.foundation.events.actions.roles import LastOrganiser, grant_role, revoke_role
from werkstatt.foundation.events.actions.rules import (
    RoomIsInUse,
    remove_house_rule,
    remove_room,
    save_cancellation_terms,
    save_house_rule,
    save_legal_text,
    save_room,
    set_themes,
    write_default_legal_texts,
)

__all__ = [
    "AlreadyTakesPart",
    "CapacityBelowTaken",
    "CopyWish",
    "DayIsInUse",
    "DayTimes",
    "EditionFacts",
    "LastOrganiser",
    "NothingToPublish",
    "RoomIsInUse",
    "SlugIsTaken",
    "add_day",
    "archive_edition",
    "begin_participation",
    "begin_participations",
    "close_channel",
    "copy_edition",
    "create_edition",
    "create_series",
    "edit_day",
    "edit_edition",
    "edit_series",
    "end_participation",
    "end_participations",
    "grant_role",
    "open_channel",
    "publish_edition",
    "remove_day",
    "remove_house_rule",
    "remove_room",
    "revoke_role",
    "save_cancellation_terms",
    "save_house_rule",
    "save_legal_text",
    "save_room",
    "save_theme",
    "save_venue",
    "set_day_channel",
    "set_logo",
    "set_themes",
    "withdraw_edition",
    "write_default_legal_texts",
]
