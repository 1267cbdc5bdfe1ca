"""The areas of the desk and who works in which. One table, read by every page, the navigation and the tests."""

from enum import StrEnum

from werkstatt.foundation.events.choices import RoleKind

ORGANISER, PROGRAMME, FINANCE, DOOR = RoleKind.ORGANISER, RoleKind.PROGRAMME, RoleKind.FINANCE, RoleKind.DOOR
EVERYONE = frozenset(RoleKind)


class Area(StrEnum):
    """What a page of the desk shows or does."""

    OVERVIEW = "overview"
    PEOPLE = "people"
    SUPPORT = "support"  # support needs and diet: Art. 9 data
    ORDERS = "orders"
    CHANGE_ORDERS = "change_orders"
    MONEY = "money"
    BOOK_MONEY = "book_money"
    PROGRAMME = "programme"
    EDIT_PROGRAMME = "edit_programme"
    TRAIL = "trail"
    READ_MAILS = "read_mails"
    WRITE_MAILS = "write_mails"
    READ_SWITCH = "read_switch"
    SETTINGS = "settings"


WORKS_IN: dict[Area, frozenset[RoleKind]] = {
    Area.OVERVIEW: EVERYONE,
    Area.PEOPLE: frozenset({ORGANISER, FINANCE, DOOR}),
    Area.SUPPORT: frozenset({ORGANISER}),
    Area.ORDERS: frozenset({ORGANISER, FINANCE}),
    Area.CHANGE_ORDERS: frozenset({ORGANISER}),
    Area.MONEY: frozenset({ORGANISER, FINANCE}),
    Area.BOOK_MONEY: frozenset({ORGANISER, FINANCE}),
    Area.PROGRAMME: EVERYONE,
    Area.EDIT_PROGRAMME: frozenset({ORGANISER, PROGRAMME}),
    Area.TRAIL: frozenset({ORGANISER, PROGRAMME, RoleKind.FACILITATOR}),  # those who read every record of a stage
    Area.READ_MAILS: frozenset({ORGANISER, FINANCE}),
    Area.WRITE_MAILS: frozenset({ORGANISER}),
    Area.READ_SWITCH: frozenset({ORGANISER, FINANCE}),
    Area.SETTINGS: frozenset({ORGANISER}),
}
