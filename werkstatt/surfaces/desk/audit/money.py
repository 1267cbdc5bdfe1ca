"""What an edition's books hold, in cents."""

from dataclasses import dataclass

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing.choices import DocumentKind, RefundState
from werkstatt.services.billing.models import Document, Payment, Refund


@dataclass(frozen=True)
class Books:
    """Sums over all accounts of an edition. `balance_cents` above zero: still to be paid to the host."""

    invoiced_cents: int
    cancelled_cents: int
    payments_cents: int
    refunds_due_cents: int
    refunds_paid_cents: int

    @property
    def balance_cents(self) -> int:
        return self.invoiced_cents - self.cancelled_cents - self.payments_cents + self.refunds_paid_cents


def books(edition: Edition) -> Books:
    documents = Document.objects.filter(edition=edition).aggregate(
        invoiced=Coalesce(Sum("total_cents", filter=Q(kind=DocumentKind.INVOICE)), 0),
        cancelled=Coalesce(Sum("total_cents", filter=Q(kind=DocumentKind.CANCELLATION)), 0),
    )
    refunds = Refund.objects.filter(account__edition=edition).aggregate(
        due=Coalesce(Sum("amount_cents", filter=Q(state=RefundState.DUE)), 0),
        paid=Coalesce(Sum("amount_cents", filter=Q(state=RefundState.PAID)), 0),
    )
    payments = Payment.objects.filter(account__edition=edition).aggregate(cents=Coalesce(Sum("amount_cents"), 0))
    return Books(documents["invoiced"], documents["cancelled"], payments["cents"], refunds["due"], refunds["paid"])
