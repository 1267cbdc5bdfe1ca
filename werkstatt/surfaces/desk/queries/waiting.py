"""What waits for somebody at the desk, and what is owed: one query each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.choices import OfferState, OrderState
from werkstatt.rooms.registration.models import Offer, Order, SwitchCase
from werkstatt.services.billing.queries import accounts_with_balance
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.models import Mail


@dataclass(frozen=True)
class Waiting:
    """Counts of what is open: offers without an answer, failed mails, orders begun, switch cases that stumbled."""

    offers: int
    failed_mails: int
    drafts: int
    stuck_cases: int


@dataclass(frozen=True)
class Owed:
    """In cents; `accounts` still owe something."""

    open_cents: int
    accounts: int
    refund_due_cents: int
    refunds: int


def waiting_in(edition: Edition) -> Waiting:
    here = OuterRef("pk")
    counts = {
        "offers": _count(
            Offer.objects.filter(case__switch__edition=here, state=OfferState.OPEN), "case__switch__edition"
        ),
        "failed_mails": _count(Mail.objects.filter(edition=here, state=MailState.FAILED), "edition"),
        "drafts": _count(
            Order.objects.filter(edition=here, state=OrderState.DRAFT, hold_until__isnull=False), "edition"
        ),
        "stuck_cases": _count(SwitchCase.objects.filter(switch__edition=here).exclude(error=""), "switch__edition"),
    }
    row = Edition.objects.filter(pk=edition.pk).annotate(**counts).values(*counts).get()
    return Waiting(**row)


def owed_in(edition: Edition) -> Owed:
    still_owing, refund_due = Q(balance_cents__gt=0), Q(refund_due_cents__gt=0)
    row = accounts_with_balance(edition).aggregate(
        open_cents=Coalesce(Sum("balance_cents", filter=still_owing), 0),
        accounts=Count("pk", filter=still_owing),
        refunds=Count("pk", filter=refund_due),
        due=Coalesce(Sum("refund_due_cents"), 0),
    )
    return Owed(row["open_cents"], row["accounts"], row["due"], row["refunds"])


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
