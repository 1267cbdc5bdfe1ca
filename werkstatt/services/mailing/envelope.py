"""A mail as bytes for SMTP, and the address they go to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email import encoders
from email.mime.base import MIMEBase
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.services.mailing import sources
from werkstatt.services.mailing.models import Attachment, Mail


class MailCannotBeWritten(ValueError):
    """The address or an attachment makes no mail; trying again would not help."""


@dataclass(frozen=True)
class Envelope:
    """What the server is handed: `to` as it understands it (domains with umlauts encoded)."""

    sender: str
    to: str
    content: bytes


def envelope_of(mail: Mail, files: Mapping[str, sources.File]) -> Envelope:
    """The whole message: text, HTML, and its attachments; those not among `files` are fetched now.

    Raises MailCannotBeWritten.
    """
    try:
        message = EmailMultiAlternatives(
            subject=clean_line(mail.subject),
            body=f"{mail.text}\n",
            to=[sanitize_address((clean_line(mail.to_name), mail.to_email), "utf-8")],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers=_headers(mail),
        )
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        for attachment in sorted(mail.attachments.all(), key=lambda each: each.pk):
            message.attach(_part(attachment, files))
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own class
    except ValueError as wrong:
        raise MailCannotBeWritten(f"{mail.to_email}: {wrong}") from wrong
    return Envelope(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], sanitize_address(mail.to_email, "utf-8"), content)


def message_id(mail: Mail) -> str:
    """Made from the once_key: a mail sent again after a crash is recognisably the same."""
    return f"<{hashlib.sha256(mail.once_key.encode()).hexdigest()[:40]}@{sender_domain()}>"


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _headers(mail: Mail) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(mail),
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.language,
    }
    if mail.edition is not None:
        headers["List-Id"] = f"<{mail.edition.slug}.{sender_domain()}>"
    return headers


def _part(attachment: Attachment, files: Mapping[str, sources.File]) -> MIMEBase:
    """The file as a part; a media type such as `text/calendar; method=PUBLISH` keeps its parameters."""
    content, media_type = _file(attachment, files)
    kind, *parameters = [part.strip() for part in media_type.split(";")]
    main, _, sub = kind.partition("/")
    part = MIMEBase(main, sub or "octet-stream")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        part.set_param(name, value)
    if main == "text" and part.get_param("charset") is None:
        part.set_param("charset", "utf-8")
    part.set_payload(content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part


def _file(attachment: Attachment, files: Mapping[str, sources.File]) -> sources.File:
    if attachment.blob is not None:
        return attachment.blob.data, attachment.blob.media_type
    if (found := files.get(attachment.source_key)) is not None:
        return found
    try:
        return sources.fetch(attachment.source_key)
    except LookupError as missing:
        raise MailCannotBeWritten(f"{attachment.filename}: {missing}") from missing
