"""What the log has had its time for goes: tickets live a day, so nobody comes back for what is older than two."""

from datetime import timedelta

from django.db.models.functions import Now

from werkstatt.services.live.models import Event, Receipt, Revocation

KEPT = timedelta(days=2)


def clear_away() -> int:
    """How many events went. Topics keep their numbers: whoever comes with an older place begins again."""
    old = Now() - KEPT
    Receipt.objects.filter(written_at__lt=old).delete()
    Revocation.objects.filter(written_at__lt=old).delete()
    return Event.objects.filter(written_at__lt=old).delete()[0]
