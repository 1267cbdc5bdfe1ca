"""Sending what waits: one connection per run, one row lock per mail.

A mail is handed over while its row is locked, so a killed worker leaves it waiting for the next one. Only a kill in the
instant between the server's yes and our commit sends a mail twice; its Message-ID is the same then.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.envelope import MailCannotBeWritten, envelope_of
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.post import PostOffice, ServerIsAway
from werkstatt.services.mailing.queries import mails_to_send

logger = logging.getLogger(__name__)

BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720)


def send_waiting() -> int:
    """Send everything whose turn it is; several workers share the work. Returns how many mails were handled."""
    handled, since = 0, None
    with PostOffice() as office:
        while True:
            try:
                since = _send_next(office, since)
            except ServerIsAway:
                return handled  # the next run tries again; the mail that met it waits a little longer
            if since is None:
                return handled
            handled += 1


def _send_next(office: PostOffice, since: datetime | None) -> datetime | None:
    """Send one mail and return when its turn was; None if no mail waits. Raises ServerIsAway."""
    away: ServerIsAway | None = None
    with transaction.atomic():
        mail = _lock_next(since) or (_lock_next(None) if since else None)
        if mail is None:
            return None
        turn = mail.send_after
        mail.attempts += 1
        try:
            with transaction.atomic():  # a source that fails in the database must not spoil our row
                envelope = envelope_of(mail)
            office.send(envelope)
        except ServerIsAway as problem:
            away = problem
            _postpone(mail, str(problem))
        except (smtplib.SMTPException, MailCannotBeWritten) as problem:
            _note_refusal(mail, problem)
        except Exception as problem:  # whatever a source does wrong must not stop the mails behind it
            logger.exception("Mail %s could not be put together", mail.pk)
            _postpone(mail, repr(problem))
        else:
            mail.state, mail.sent_at, mail.error = MailState.SENT, timezone.now(), ""
        mail.save(update_fields=["state", "sent_at", "error", "attempts", "send_after"])
    if away is not None:
        raise away
    return turn


def _lock_next(since: datetime | None) -> Mail | None:
    """The first free mail from `since` on. Starting there spares the index all that was sent in this run."""
    waiting = mails_to_send(at=timezone.now()).select_related("edition")
    if since is not None:
        waiting = waiting.filter(send_after__gte=since)
    return waiting.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()


def _note_refusal(mail: Mail, problem: Exception) -> None:
    """The server's no: for good (5xx, or a mail that cannot be written) or for now (4xx)."""
    code, words = _answer(problem)
    if code is None or code >= 500:
        mail.state, mail.error = MailState.FAILED, words
    else:
        _postpone(mail, words)


def _answer(problem: Exception) -> tuple[int | None, str]:
    """Code and words of the server's answer; no code when there was none."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        ((code, words),) = problem.recipients.values()
        return code, f"{code} {_text(words)}"[:300]
    if isinstance(problem, smtplib.SMTPResponseException):
        return problem.smtp_code, f"{problem.smtp_code} {_text(problem.smtp_error)}"[:300]
    return None, str(problem)[:300]


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _postpone(mail: Mail, words: str) -> None:
    """Try again later, at longer and longer intervals; after the last one the mail has failed."""
    mail.error = words[:300]
    if mail.attempts > len(BACKOFF_MINUTES):
        mail.state = MailState.FAILED
        return
    mail.send_after = timezone.now() + timedelta(minutes=BACKOFF_MINUTES[mail.attempts - 1])
