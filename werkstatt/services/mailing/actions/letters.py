"""Writing mails: inside the transaction of the action that has something to say."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from werkstatt.foundation.kernel.jobs import wake
from werkstatt.foundation.kernel.normalise import clean_line, clean_text
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.layout import html_of
from werkstatt.services.mailing.letter import FileBytes, FileSource, Letter
from werkstatt.services.mailing.models import Attachment, Mail
from werkstatt.services.mailing.signals import mail_written
from werkstatt.services.mailing.wording import SUBJECT_LENGTH, Wording, wording_of

SEND_TASK = "werkstatt.services.mailing.tasks.send_mails"
SENDERS = 3  # at the same time, over all workers


class MailIsStillWaiting(Exception):
    """The mail has not gone out yet; it needs no second sending."""


def write_mail(letter: Letter, *, now: datetime) -> Mail:
    """Write a mail, to be sent after commit; without a mail server it is kept. Once per `once_key`."""
    if (earlier := Mail.objects.filter(once_key=letter.once_key).first()) is not None:
        return earlier
    words = wording_of(letter)
    try:
        with transaction.atomic():
            mail = _mail(letter, words, now=now)
            mail.save(force_insert=True)
            Attachment.objects.bulk_create([_attachment(mail, file) for file in letter.attachments])
    except IntegrityError:
        return Mail.objects.get(once_key=letter.once_key)
    _announce(mail)
    return mail


@transaction.atomic
def write_mails(letters: Sequence[Letter], *, now: datetime) -> int:
    """Write many mails in a few queries, each once per `once_key`. Returns how many are new."""
    known = set(
        Mail.objects.filter(once_key__in=[each.once_key for each in letters]).values_list("once_key", flat=True)
    )
    new = {letter.once_key: letter for letter in letters if letter.once_key not in known}
    mails = Mail.objects.bulk_create([_mail(letter, wording_of(letter), now=now) for letter in new.values()])
    Attachment.objects.bulk_create(
        [_attachment(mail, file) for mail in mails for file in new[mail.once_key].attachments]
    )
    for mail in mails:
        transaction.on_commit(partial(mail_written.send_robust, sender=Mail, mail=mail))
    if mails and _first_state() == MailState.WAITING:
        wake(SEND_TASK, lanes=SENDERS)
    return len(mails)


@transaction.atomic
def resend_mail(*, mail: Mail, now: datetime, once_key: str, to_email: str = "") -> Mail:
    """Send the same words again as a mail of its own, perhaps to a mended address. Raises MailIsStillWaiting."""
    if mail.state == MailState.WAITING:
        raise MailIsStillWaiting
    if (earlier := Mail.objects.filter(once_key=once_key).first()) is not None:
        return earlier
    files = list(mail.attachments.all())
    again = Mail(
        edition_id=mail.edition_id,
        kind=mail.kind,
        subject_key=mail.subject_key,
        once_key=once_key,
        to_name=mail.to_name,
        to_email=to_email or mail.to_email,
        reply_to=mail.reply_to,
        language=mail.language,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        state=_first_state(),
        created_at=now,
        send_after=timezone.now(),
    )
    again.save(force_insert=True)
    Attachment.objects.bulk_create(
        [
            Attachment(mail=again, filename=file.filename, source_key=file.source_key, blob_id=file.blob_id)
            for file in files
        ]
    )
    _announce(again)
    return again


@transaction.atomic
def write_plain(*, to_email: str, subject: str, text: str, language: str, once_key: str, now: datetime) -> Mail:
    """Write a mail whose words are given, such as a sign-in code. It belongs to no edition and is gone after a day."""
    words, lines = clean_line(subject), clean_text(text)
    mail = Mail(
        kind="account",
        once_key=once_key,
        to_email=to_email,
        language=language,
        subject=words[:SUBJECT_LENGTH],
        text=lines,
        html=html_of(subject=words, text=lines, language=language, edition=None),
        state=_first_state(),
        created_at=now,
        send_after=timezone.now(),
    )
    mail.save(force_insert=True)
    _announce(mail)
    return mail


def _mail(letter: Letter, words: Wording, *, now: datetime) -> Mail:
    return Mail(
        edition=letter.edition,
        kind=letter.kind,
        subject_key=letter.subject_key,
        once_key=letter.once_key,
        to_name=letter.to_name[:210],
        to_email=letter.to_email,
        reply_to=letter.reply_to or (letter.edition.contact_email if letter.edition else ""),
        language=letter.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        amount_cents=letter.amount_cents,
        state=_first_state(),
        created_at=now,
        send_after=timezone.now(),
    )


def _attachment(mail: Mail, file: FileBytes | FileSource) -> Attachment:
    if isinstance(file, FileBytes):
        return Attachment(mail=mail, filename=file.filename, blob=file.blob)
    return Attachment(mail=mail, filename=file.filename, source_key=file.source_key)


def _first_state() -> MailState:
    return MailState.KEPT if settings.MAIL_IS_LOCAL else MailState.WAITING


def _announce(mail: Mail) -> None:
    transaction.on_commit(partial(mail_written.send_robust, sender=Mail, mail=mail))
    if mail.state == MailState.WAITING:
        wake(SEND_TASK, lanes=SENDERS)
