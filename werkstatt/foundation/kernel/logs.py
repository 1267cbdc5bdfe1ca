"""The request's id in every line of the log, and no address in it that would let somebody in."""

import logging
from contextvars import ContextVar

from werkstatt.foundation.kernel.masking import without_secrets

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
