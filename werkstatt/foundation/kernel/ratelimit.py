"""How often somebody may do something: counted in PostgreSQL, so that every process counts together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from werkstatt.foundation.kernel.models import RateCount


class TooOften(Exception):
    """The limit is reached; `again_in` says how long to wait."""

    def __init__(self, again_in: timedelta) -> None:
        super().__init__(f"again in {again_in}")
        self.again_in = again_in


@dataclass(frozen=True)
class Limit:
    name: str
    times: int
    per: timedelta


def count(limit: Limit, *, who: str, now: datetime) -> None:
    """Count one attempt of `who`. Raises TooOften beyond the limit."""
    seconds = int(limit.per.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_ratecount (bucket, window_starts_at, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (bucket, window_starts_at) DO UPDATE SET count = kernel_ratecount.count + 1 RETURNING count",
            [f"{limit.name}:{who}"[:200], window],
        )
        (reached,) = cursor.fetchone()
    if reached > limit.times:
        raise TooOften(window + limit.per - now)


def count_request(limit: Limit, *, request: HttpRequest, now: datetime) -> None:
    """Count by person when somebody is logged in, and by address always."""
    if request.user.is_authenticated:
        count(limit, who=f"person:{request.user.pk}", now=now)
    count(limit, who=f"address:{address_of(request)}", now=now)


def address_of(request: HttpRequest) -> str:
    """The caller's address, seen through as many proxies as we trust (TRUSTED_PROXIES)."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def delete_old_counts(*, now: datetime) -> int:
    return RateCount.objects.filter(window_starts_at__lt=now - timedelta(days=1)).delete()[0]
