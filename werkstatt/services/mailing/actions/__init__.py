"""Every write of mailing."""

from werkstatt.services.mailing.actions.letters import (
    MailIsStillWaiting,
    resend_mail,
    write_mail,
    write_mails,
    write_plain,
)
from werkstatt.services.mailing.actions.retention import delete_old_mails
from werkstatt.services.mailing.actions.sending import send_waiting

__all__ = [
    "MailIsStillWaiting",
    "delete_old_mails",
    "resend_mail",
    "send_waiting",
    "write_mail",
    "write_mails",
    "write_plain",
]
