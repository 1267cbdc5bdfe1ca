"""A written mail goes out right after commit."""

import random
from typing import Any

from django.dispatch import receiver
from procrastinate.exceptions import AlreadyEnqueued

from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.signals import mail_written
from werkstatt.services.mailing.tasks import send_mails

LANES = 3  # senders at the same time, over all workers


@receiver(mail_written)
def wake_a_sender(mail: Mail, **_: Any) -> None:
    """Queue a run in one of the lanes; one that waits there already will find this mail."""
    if mail.state != MailState.WAITING:
        return
    lane = f"mailing.send.{(number := random.randrange(LANES))}"  # noqa: S311  (which lane is no secret)
    try:
        send_mails.configure(queueing_lock=lane, lock=lane).defer(lane=number)
    except AlreadyEnqueued:
        return
