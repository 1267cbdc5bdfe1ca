"""Old mails go: their words are personal data, and the documents they carried are kept elsewhere."""

from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail

KEPT_FOR = timedelta(days=2 * 365)
SIGN_IN_KEPT_FOR = timedelta(days=1)


@transaction.atomic
def delete_old_mails(*, now: datetime) -> int:
    """Delete mails after two years, those without an edition (sign-in codes) after a day. Returns how many."""
    done = Mail.objects.exclude(state=MailState.WAITING)
    old, _ = done.filter(created_at__lt=now - KEPT_FOR).delete()
    sign_in, _ = done.filter(edition=None, created_at__lt=now - SIGN_IN_KEPT_FOR).delete()
    return old + sign_in
