"""Django's own mails (sign-in codes of allauth) take the same way as ours: written down, then sent or kept."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from werkstatt.foundation.kernel import clock
from werkstatt.services.mailing.actions import write_plain


class HousePost(BaseEmailBackend):
    """EMAIL_BACKEND: hands every message to mailing. Such mails belong to no edition and are deleted after a day."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                write_plain(
                    to_email=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    language=(get_language() or "de")[:2],
                    once_key=f"account:{uuid.uuid4()}",
                    now=clock.now(),
                )
        return len(email_messages)
