"""What the desk itself writes: mails to a group, invitations, and several small changes as one."""

from werkstatt.surfaces.desk.actions.days import DayPlan, TooFewSeats, save_day
from werkstatt.surfaces.desk.actions.founding import HouseHasAnOwner, become_first_owner, found_edition
from werkstatt.surfaces.desk.actions.mails import GroupMail, write_test_mail, write_to_group
from werkstatt.surfaces.desk.actions.team import invite

__all__ = [
    "DayPlan",
    "GroupMail",
    "HouseHasAnOwner",
    "TooFewSeats",
    "become_first_owner",
    "found_edition",
    "invite",
    "save_day",
    "write_test_mail",
    "write_to_group",
]
