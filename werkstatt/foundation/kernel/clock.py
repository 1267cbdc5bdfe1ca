"""The time: real, or shifted by the demo's stored offset. Views take `now` from here, actions are given it."""

import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

CACHE_SECONDS = 1.0  # how long another process may still see the old demo clock


class _Offset(threading.local):
    """The offset this thread read last, and until when it may be believed."""

    value = timedelta(0)
    believed_until = 0.0


_offset = _Offset()


def now() -> datetime:
    """The present moment (aware, UTC). In demo mode the web and the worker see the same shifted clock."""
    return timezone.now() + demo_offset()


def demo_offset() -> timedelta:
    if not settings.DEMO:
        return timedelta(0)
    if time.monotonic() >= _offset.believed_until:
        from werkstatt.foundation.kernel.models import DemoClock  # noqa: PLC0415  (needs loaded apps)

        row = DemoClock.objects.filter(pk=1).values_list("offset", flat=True).first()
        _offset.value = row or timedelta(0)
        _offset.believed_until = time.monotonic() + CACHE_SECONDS
    return _offset.value


def set_demo_clock(*, to: datetime | None) -> None:
    """Let the demo clock show `to` from this moment on; None returns to real time."""
    from werkstatt.foundation.kernel.models import DemoClock  # noqa: PLC0415

    offset = timedelta(0) if to is None else to - timezone.now()
    DemoClock.objects.update_or_create(pk=1, defaults={"offset": offset})
    forget_demo_clock()


def forget_demo_clock() -> None:
    """Drop what was read before, so that the next look at the clock asks the database."""
    _offset.believed_until = 0.0
