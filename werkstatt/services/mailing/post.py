"""The connection to the mail server that EMAIL_URL names, kept open over many mails."""

import smtplib
from types import TracebackType
from typing import Self

from django.conf import settings

from werkstatt.services.mailing.envelope import Envelope


class ServerIsAway(Exception):
    """The mail server cannot be reached or hangs up: nothing is wrong with the mail."""


class PostOffice:
    """Opens on the first mail, opens anew once when the server has hung up."""

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, envelope: Envelope) -> None:
        """Hand over one message. Raises ServerIsAway, or what smtplib raises when the server says no."""
        was_open = self._connection is not None
        try:
            self._hand_over(envelope)
        except ServerIsAway:
            if not was_open:
                raise
            self._hand_over(envelope)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _hand_over(self, envelope: Envelope) -> None:
        try:
            connection = self._open()
            options = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
            connection.sendmail(envelope.sender, [envelope.to], envelope.content, options)
        except smtplib.SMTPResponseException as answer:
            if answer.smtp_code == 421 or isinstance(answer, smtplib.SMTPConnectError):
                self.close()
                raise ServerIsAway(str(answer)) from answer
            raise
        except smtplib.SMTPRecipientsRefused:
            raise
        except (smtplib.SMTPServerDisconnected, OSError) as gone:
            self.close()
            raise ServerIsAway(str(gone)) from gone

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
