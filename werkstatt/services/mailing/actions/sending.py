"""Sending what waits: one connection per run, one row lock per mail."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.envelope import envelope_of
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.post import PostOffice
from werkstatt.services.mailing.queries import mails_to_send

BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720)


def send_waiting(*, limit: int = 100_000) -> int:
    """Send everything whose turn it is; several workers share the work. Returns how many mails were handled."""
    with PostOffice() as office:
        for done in range(limit):
            if not _send_next(office):
                return done
    return limit


@transaction.atomic
def _send_next(office: PostOffice) -> bool:
    """Send one mail. Its row stays locked meanwhile, so a killed worker leaves it waiting for the next."""
    now = timezone.now()
    mail = mails_to_send(at=now).select_for_update(skip_locked=True, no_key=True).first()
    if mail is None:
        return False
    mail.attempts += 1
    try:
        office.send(envelope_of(mail), to=mail.to_email)
    except Exception as problem:
        _note_failure(mail, problem)
    else:
        mail.state, mail.sent_at, mail.error = MailState.SENT, now, ""
    mail.save(update_fields=["state", "sent_at", "error", "attempts", "send_after"])
    return True


def _note_failure(mail: Mail, problem: Exception) -> None:
    mail.error = str(problem)[:300]
    if mail.attempts > len(BACKOFF_MINUTES):
        mail.state = MailState.FAILED
        return
    mail.send_after = timezone.now() + timedelta(minutes=BACKOFF_MINUTES[mail.attempts - 1])
