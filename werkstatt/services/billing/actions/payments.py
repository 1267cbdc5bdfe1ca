"""Money in and money back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from werkstatt.foundation.kernel.idempotency import once
from werkstatt.foundation.people.log import record
from werkstatt.foundation.people.models import Person
from werkstatt.services.billing.actions.accounts import balance_refunds, lock
from werkstatt.services.billing.choices import PaymentMethod, RefundState
from werkstatt.services.billing.models import Account, Payment, Refund
from werkstatt.services.billing.proof import LARGEST_CENTS
from werkstatt.services.billing.queries import standing_of


class AmountIsOutOfRange(ValueError):
    """Nothing, or more than ten million in one payment: a slip of the finger."""


class RefundIsNotDue(Exception):
    """The refund was paid or withdrawn already."""


@transaction.atomic
def book_payment(  # noqa: PLR0913  (the contract of the house)
    *,
    account: Account,
    amount_cents: int,
    received_on: date,
    method: PaymentMethod = PaymentMethod.TRANSFER,
    note: str = "",
    by: Person | None,
    now: datetime,
    once_key: str = "",
) -> Payment:
    """Book money that came in (negative: take a wrong booking back). The same `once_key` books only once.

    What is paid beyond what is owed becomes a refund due, unless the account waits for the answer to an offer.
    Raises AmountIsOutOfRange.
    """
    if not 0 < abs(amount_cents) <= LARGEST_CENTS:
        raise AmountIsOutOfRange(amount_cents)
    receipt = once(key=once_key, action="book_payment") if once_key else None
    if receipt is not None and receipt.is_repeated:
        return Payment.objects.get(pk=receipt.reference)
    lock(account)
    payment = Payment.objects.create(
        account=account,
        amount_cents=amount_cents,
        received_on=received_on,
        method=method,
        note=note[:200],
        booked_at=now,
        booked_by=by,
    )
    if receipt is not None:
        receipt.remember(payment.pk)
    balance_refunds(account, standing_of(account), now=now, reason=gettext("Überzahlung"))
    _log("payment booked", account, at=now, actor=by, cents=amount_cents)
    return payment


@transaction.atomic
def pay_refund(*, refund: Refund, paid_on: date, by: Person | None, now: datetime, iban: str = "") -> Refund:
    """Note that a due refund went out. Raises RefundIsNotDue (so nobody pays twice)."""
    lock(refund.account)
    fresh = Refund.objects.select_for_update().get(pk=refund.pk)
    if fresh.state != RefundState.DUE:
        raise RefundIsNotDue
    refund.state, refund.paid_on, refund.paid_by, refund.iban = RefundState.PAID, paid_on, by, iban or fresh.iban
    refund.save(update_fields=["state", "paid_on", "paid_by", "iban"])
    _log("refund paid", refund.account, at=now, actor=by, cents=refund.amount_cents)
    return refund


def _log(verb: str, account: Account, *, at: datetime, actor: Person | None, cents: int) -> None:
    record(verb=verb, subject=account.key, at=at, actor=actor, scope=f"edition:{account.edition.slug}", cents=cents)
