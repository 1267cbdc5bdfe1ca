"""Sending what waits: one connection per run, some mails claimed and read at once, each handed over and noted alone.

A claim lasts until its sender gives it back or dies, so a killed worker leaves its mails waiting for the next one. Only
a kill in the instant between the server's yes and our commit sends a mail twice; its Message-ID is the same then.
"""

import logging
import smtplib
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from werkstatt.foundation.kernel import claims
from werkstatt.services.mailing import sources
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.envelope import MailCannotBeWritten, envelope_of
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.post import PostOffice, ServerIsAway
from werkstatt.services.mailing.queries import mails_to_send

logger = logging.getLogger(__name__)

BAGFUL = 20  # mails claimed and read at once
BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720)


def send_waiting() -> int:
    """Send everything whose turn it is; several workers share the work. Returns how many mails were handled."""
    handled = 0
    with PostOffice() as office, suppress(ServerIsAway):  # the next run tries again
        while True:
            with claims.claimed(mails_to_send(at=timezone.now()), most=BAGFUL) as keys:
                if not keys:
                    break
                mails = _read(keys)
                files = sources.gather(file.source_key for mail in mails for file in mail.attachments.all())
                for mail in mails:
                    _send(office, mail, files)
                    handled += 1
    return handled


def _read(keys: Collection[int]) -> list[Mail]:
    """The claimed mails that still wait, with their attachments; another may have sent one just before our claim."""
    waiting = mails_to_send(at=timezone.now()).filter(pk__in=keys)
    return list(waiting.select_related("edition").prefetch_related("attachments__blob"))


def _send(office: PostOffice, mail: Mail, files: Mapping[str, sources.File]) -> None:
    """Hand over one mail and write down what became of it. Raises ServerIsAway; then it waits a little longer."""
    mail.attempts += 1
    try:
        office.send(envelope_of(mail, files))
    except ServerIsAway as away:
        _postpone(mail, str(away))
        _note(mail)
        raise
    except (smtplib.SMTPException, MailCannotBeWritten) as problem:
        _note_refusal(mail, problem)
    except Exception as problem:  # whatever a source does wrong must not stop the mails behind it
        logger.exception("Mail %s could not be put together", mail.pk)
        _postpone(mail, repr(problem))
    else:
        mail.state, mail.sent_at, mail.error = MailState.SENT, timezone.now(), ""
    _note(mail)


def _note(mail: Mail) -> None:
    mail.save(update_fields=["state", "sent_at", "error", "attempts", "send_after"])


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
