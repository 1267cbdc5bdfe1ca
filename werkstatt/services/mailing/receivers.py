"""A written mail goes out right after commit."""

from typing import Any

from django.dispatch import receiver
from procrastinate.exceptions import AlreadyEnqueued

from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.signals import mail_written
from werkstatt.services.mailing.tasks import send_mails


@receiver(mail_written)
def wake_the_sender(mail: Mail, **_: Any) -> None:
    if mail.state != MailState.WAITING:
        return
    try:
        send_mails.defer()
    except AlreadyEnqueued:
        return  # one is waiting already and will find this mail
