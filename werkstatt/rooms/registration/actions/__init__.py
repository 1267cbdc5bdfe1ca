"""Every write of registration: orders, seats, documents and mails, one transaction each."""

from werkstatt.rooms.registration.actions.addresses import correct_billing, set_refund_iban
from werkstatt.rooms.registration.actions.cancelling import cancel_places
from werkstatt.rooms.registration.actions.channels import change_channel
from werkstatt.rooms.registration.actions.drafts import (
    choose_places,
    forget_old_drafts,
    save_attendees,
    save_billing,
    start_order,
)
from werkstatt.rooms.registration.actions.holds import drop_held_places, release_expired_holds
from werkstatt.rooms.registration.actions.needs import join_participant_list, save_needs
from werkstatt.rooms.registration.actions.placing import place_order
from werkstatt.rooms.registration.actions.post import (
    resend_confirmations,
    send_attendance_link,
    send_draft_link,
    send_order_links,
    write_placing_letters,
)
from werkstatt.rooms.registration.actions.reminders import forget_support_needs, remind_everyone
from werkstatt.rooms.registration.actions.substitutes import substitute_attendee

__all__ = [
    "cancel_places",
    "change_channel",
    "choose_places",
    "correct_billing",
    "drop_held_places",
    "forget_old_drafts",
    "forget_support_needs",
    "join_participant_list",
    "place_order",
    "release_expired_holds",
    "remind_everyone",
    "resend_confirmations",
    "save_attendees",
    "save_billing",
    "save_needs",
    "send_attendance_link",
    "send_draft_link",
    "send_order_links",
    "set_refund_iban",
    "start_order",
    "substitute_attendee",
    "write_placing_letters",
]
