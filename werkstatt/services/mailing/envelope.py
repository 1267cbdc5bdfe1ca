"""A mail as bytes for SMTP."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings

from werkstatt.services.mailing import sources
from werkstatt.services.mailing.models import Attachment, Mail


def message_id(mail: Mail) -> str:
    """Made from the once_key: a mail sent again after a crash is recognisably the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(mail.once_key.encode()).hexdigest()[:40]}@{domain}>"


def envelope_of(mail: Mail) -> EmailMessage:
    """The whole message: text, HTML, and the attachments, fetched now."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = message_id(mail)
    message["Date"] = format_datetime(mail.send_after)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = _address(mail.to_name, mail.to_email)
    message["Subject"] = mail.subject
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(mail.text + "\n")
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments.all():
        content, media_type = _content(attachment)
        main, _, sub = media_type.partition(";")[0].strip().partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=attachment.filename)
    return message


def _content(attachment: Attachment) -> tuple[bytes, str]:
    if attachment.blob is not None:
        return attachment.blob.data, attachment.blob.media_type
    return sources.fetch(attachment.source_key)


def _address(name: str, email: str) -> Address:
    return Address(display_name=name, addr_spec=email)
