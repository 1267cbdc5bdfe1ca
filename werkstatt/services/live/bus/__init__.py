"""The bus between processes: PostgreSQL's NOTIFY, or Redis/Valkey where LIVE_BUS_URL names one."""

from functools import cache

from django.conf import settings

from werkstatt.services.live.bus.contract import Bus
from werkstatt.services.live.bus.postgres import PostgresBus
from werkstatt.services.live.signals import Signal


def publish(*signals: Signal) -> None:
    current().publish(*signals)


def current() -> Bus:
    """The bus the operator chose."""
    return _bus(settings.LIVE_BUS_URL)


@cache
def _bus(url: str) -> Bus:
    if not url:
        return PostgresBus()
    from werkstatt.services.live.bus.redis import RedisBus  # noqa: PLC0415  (its client costs 6 MB of memory)

    return RedisBus(url)
