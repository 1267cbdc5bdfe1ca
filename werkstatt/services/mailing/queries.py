"""Named reads of mails."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from werkstatt.foundation.events.models import Edition
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail


def mails_of(edition: Edition) -> QuerySet[Any]:
    """The mails of an edition, newest first, with `files` counted. Sign-in mails belong to no edition."""
    return Mail.objects.filter(edition=edition).annotate(files=Count("attachments"))


def mails_about(subject_key: str) -> QuerySet[Mail]:
    """Mails about one thing, e.g. `order:NEO22-7K3Q`, newest first."""
    return Mail.objects.filter(subject_key=subject_key)


def kept_mails() -> QuerySet[Mail]:
    """Everything in the local mailbox, newest first, sign-in mails included. For a demo and for owners only."""
    return Mail.objects.filter(state=MailState.KEPT).prefetch_related("attachments")


def mails_by_state(edition: Edition) -> dict[str, int]:
    """How many mails wait, are sent, kept or failed."""
    counted = Mail.objects.filter(edition=edition).values_list("state").annotate(count=Count("pk")).order_by()
    return {**dict.fromkeys(MailState.values, 0), **dict(counted)}


def mails_to_send(*, at: datetime) -> QuerySet[Mail]:
    """Mails whose turn it is, oldest first; `at` is real time, not the demo's."""
    return Mail.objects.filter(state=MailState.WAITING, send_after__lte=at).order_by("send_after", "id")


def is_written(once_key: str) -> bool:
    """Whether a mail with this key was written already; saves the work of writing it again."""
    return Mail.objects.filter(once_key=once_key).exists()
