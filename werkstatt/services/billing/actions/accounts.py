"""Accounts: opening one, and letting credit become a refund."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing.choices import RefundState
from werkstatt.services.billing.models import Account, Refund
from werkstatt.services.billing.queries import Standing, standing_of

OPEN = """
INSERT INTO billing_account (edition_id, key, debtor_name, opened_at, is_waiting)
VALUES (%(edition)s, %(key)s, %(name)s, %(now)s, false)
ON CONFLICT (key) DO UPDATE SET debtor_name = excluded.debtor_name
RETURNING *, xmax = 0 AS is_new
"""


def open_account(*, edition: Edition, key: str, debtor_name: str, now: datetime) -> Account:
    """The account under `key`; a new one if there is none. The debtor's name follows the latest call."""
    return open_or_lock(edition=edition, key=key, debtor_name=debtor_name, now=now)[0]


def open_or_lock(*, edition: Edition, key: str, debtor_name: str, now: datetime) -> tuple[Account, Standing]:
    """`open_account`, with how it stands. Either way its row is locked from here to the end of the transaction."""
    values = {"edition": edition.pk, "key": key, "name": debtor_name[:200], "now": now}
    [account] = Account.objects.raw(OPEN, values)
    account.edition = edition
    # Nobody else sees a new account before we commit, so nothing can stand on it yet.
    return account, Standing() if account.is_new else standing_of(account)  # type: ignore[attr-defined]  # of OPEN


@transaction.atomic
def hold_credit(*, account: Account) -> None:
    """Keep what is paid too much: an offer is open, and its answer may need the money."""
    lock(account)
    account.is_waiting = True
    account.save(update_fields=["is_waiting"])


@transaction.atomic
def settle(*, account: Account, now: datetime, reason: str = "") -> Refund | None:
    """Wait no longer: credit becomes a refund due (returned); a due refund no longer covered is withdrawn or reduced."""
    lock(account)
    if account.is_waiting:
        account.is_waiting = False
        account.save(update_fields=["is_waiting"])
    return balance_refunds(account, standing_of(account), now=now, reason=reason)


def lock(account: Account) -> Account:
    """Lock the row until the transaction ends and read `is_waiting` afresh: money of one account moves one by one."""
    account.is_waiting = (
        Account.objects.select_for_update(no_key=True).values_list("is_waiting", flat=True).get(pk=account.pk)
    )
    return account


def balance_refunds(account: Account, standing: Standing, *, now: datetime, reason: str = "") -> Refund | None:
    """Make the refunds due equal to the surplus; while waiting only take back what is no longer covered."""
    if standing.refund_due > standing.surplus:
        return _reduce_refunds(account, to_cents=standing.surplus, now=now)
    if account.is_waiting or standing.credit == 0:
        return None
    return _owe_refund(account, standing.credit, now=now, reason=reason)


def _reduce_refunds(account: Account, *, to_cents: int, now: datetime) -> Refund | None:
    """Withdraw due refunds, newest first, until at most `to_cents` are due; a cut one is replaced by its rest."""
    refunds = Refund.objects.filter(account=account, state=RefundState.DUE)
    for refund in list(refunds.order_by("-pk")):
        due = refunds.aggregate(cents=Sum("amount_cents"))["cents"] or 0
        if due <= to_cents:
            break
        refund.state = RefundState.WITHDRAWN
        refund.save(update_fields=["state"])
        if (rest := to_cents - (due - refund.amount_cents)) > 0:
            return _owe_refund(account, rest, now=now, reason=refund.reason)
    return None


def _owe_refund(account: Account, cents: int, *, now: datetime, reason: str) -> Refund:
    return Refund.objects.create(account=account, amount_cents=cents, reason=reason[:200], due_at=now)
