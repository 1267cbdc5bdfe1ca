"""A mail as bytes for SMTP."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.services.mailing import sources
from werkstatt.services.mailing.models import Attachment, Mail

POLICY = SMTP.clone(cte_type="7bit")


class MailCannotBeWritten(ValueError):
    """The address or an attachment makes no mail; trying again would not help."""


def message_id(mail: Mail) -> str:
    """Made from the once_key: a mail sent again after a crash is recognisably the same."""
    return f"<{hashlib.sha256(mail.once_key.encode()).hexdigest()[:40]}@{sender_domain()}>"


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def envelope_of(mail: Mail) -> EmailMessage:
    """The whole message: text, HTML, and the attachments, fetched now. Raises MailCannotBeWritten."""
    message = EmailMessage(policy=POLICY)
    _write_headers(message, mail)
    message.set_content(f"{mail.text}\n", cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments.select_related("blob").order_by("pk"):
        _attach(message, attachment)
    return message


def _write_headers(message: EmailMessage, mail: Mail) -> None:
    message["Message-ID"] = message_id(mail)
    message["Date"] = format_datetime(mail.created_at)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    try:
        message["To"] = Address(display_name=clean_line(mail.to_name), addr_spec=mail.to_email)
    except ValueError as wrong:
        raise MailCannotBeWritten(f"{mail.to_email}: {wrong}") from wrong
    message["Subject"] = clean_line(mail.subject)
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = mail.language
    if mail.edition is not None:
        message["List-Id"] = f"<{mail.edition.slug}.{sender_domain()}>"


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    try:
        content, media_type = _content(attachment)
    except LookupError as missing:
        raise MailCannotBeWritten(f"{attachment.filename}: {missing}") from missing
    kind, *settings_ = [part.strip() for part in media_type.split(";")]
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=attachment.filename)
    (*_, part) = message.iter_attachments()
    for name, _, value in (setting.partition("=") for setting in settings_):
        part.set_param(name, value)
    if main == "text" and part.get_param("charset") is None:
        part.set_param("charset", "utf-8")


def _content(attachment: Attachment) -> tuple[bytes, str]:
    if attachment.blob is not None:
        return attachment.blob.data, attachment.blob.media_type
    return sources.fetch(attachment.source_key)
