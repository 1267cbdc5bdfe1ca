"""The connection to the mail server that EMAIL_URL names, kept open over many mails."""

import smtplib
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings


class PostOffice:
    """Opens on the first mail, opens anew when the server has hung up."""

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: EmailMessage, *, to: str) -> None:
        """Hand over one message. Raises what smtplib raises."""
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        content = message.as_bytes()
        try:
            self._open().sendmail(sender, [to], content)
        except smtplib.SMTPServerDisconnected:
            self.close()
            self._open().sendmail(sender, [to], content)

    def close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
            connection = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
            if settings.EMAIL_USE_TLS:
                connection.starttls()
            if settings.EMAIL_HOST_USER:
                connection.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            self._connection = connection
        return self._connection
