"""Cancelling for many accounts at once: the same documents as one by one, in a few queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from werkstatt.services.billing.actions.accounts import balance_refunds
from werkstatt.services.billing.actions.documents import Draft, Invoiced, Wording, cancellation_draft, issue_drafts
from werkstatt.services.billing.models import Account, Document
from werkstatt.services.billing.queries import Standing, lines_of_documents, standings_of


@dataclass(frozen=True)
class Cancellation:
    """One cancellation that is wanted: `amounts` as in `cancel_lines`."""

    document: Document
    amounts: Mapping[int, int] | None = None
    note: str = ""


@dataclass
class Held:
    """Locked accounts that wait, how each stood before, and how it stands after every step."""

    accounts: dict[int, Account]
    before: dict[int, Standing]
    now: dict[int, Standing] = field(default_factory=dict)


@transaction.atomic
def hold_many(*, accounts: Sequence[Account]) -> Held:
    """Lock these accounts in order of primary key, and keep their credit (see `hold_credit`)."""
    keys = [account.pk for account in accounts]
    locked = Account.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True, of=("self",))
    found = {account.pk: account for account in locked.select_related("edition__series")}
    Account.objects.filter(pk__in=[key for key, account in found.items() if not account.is_waiting]).update(
        is_waiting=True
    )
    for account in found.values():
        account.is_waiting = True
    standings = standings_of(found)
    return Held(found, standings, dict(standings))


@transaction.atomic
def cancel_many(*, held: Held, orders: Sequence[Cancellation], now: datetime) -> list[Document]:
    """Cancellation documents for accounts that are held, in the order given. All documents are of one series.

    Raises what `cancel_lines` raises; then nothing is cancelled.
    """
    if not orders:
        return []
    lines = lines_of_documents([order.document.pk for order in orders])
    drafts = [_draft(held, order, lines, now=now) for order in orders]
    issued = issue_drafts(drafts, now=now)
    numbers: dict[int, list[str]] = defaultdict(list)
    for document in issued:
        numbers[document.account_id].append(document.number)
    for key, mine in numbers.items():
        balance_refunds(held.accounts[key], held.now[key], now=now, reason=", ".join(mine))
    return issued


def _draft(held: Held, order: Cancellation, lines: Mapping[int, Sequence[object]], *, now: datetime) -> Draft:
    account = held.accounts[order.document.account_id]
    invoice = Invoiced(order.document, lines.get(order.document.pk, ()))  # type: ignore[arg-type]
    standing = held.now[account.pk]
    draft = cancellation_draft(account, invoice, order.amounts, standing, wording=Wording(order.note), now=now)
    cents = sum(line.amount_cents for line in draft.lines)
    held.now[account.pk] = replace(standing, cancelled=standing.cancelled + cents)
    return draft
