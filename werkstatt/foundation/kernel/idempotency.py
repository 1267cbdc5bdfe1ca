"""Doing a thing once, however often the button is pressed.

Inside the transaction of an action::

    with transaction.atomic():
        receipt = once(key=form_key, action="book_payment")
        if receipt.is_repeated:
            return Payment.objects.get(pk=receipt.reference)
        payment = ...
        receipt.remember(payment.pk)

Where a row is there before and its state says whether it was done, as with a draft, locking that row is enough.

Of two connections with one key the second waits for the first; if the first fails, the second does the work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from werkstatt.foundation.kernel.models import Receipt


@dataclass(frozen=True)
class Once:
    pk: int
    reference: str
    is_repeated: bool

    def remember(self, reference: object) -> None:
        """Note what came out, for whoever repeats the call."""
        Receipt.objects.filter(pk=self.pk).update(reference=str(reference))


def once(*, key: str, action: str, reference: object = "") -> Once:
    """The receipt for (action, key): new, with this reference, or the one of the run before with its own."""
    if not connection.in_atomic_block:
        message = "once() belongs inside the transaction of its action"
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_receipt (key, action, reference, created_at) VALUES (%s, %s, %s, now())"
            " ON CONFLICT (action, key) DO NOTHING RETURNING id",
            [key, action, str(reference)],
        )
        if (row := cursor.fetchone()) is not None:
            return Once(pk=row[0], reference=str(reference), is_repeated=False)
    earlier = Receipt.objects.get(action=action, key=key)
    return Once(pk=earlier.pk, reference=earlier.reference, is_repeated=True)


def delete_old_receipts(*, now: datetime, kept: timedelta) -> int:
    return Receipt.objects.filter(created_at__lt=now - kept).delete()[0]
