"""Another address on the invoice: what is open is cancelled and invoiced again. And where a refund goes."""

from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges, letters, previews
from werkstatt.rooms.registration.actions.bookings import locked_order, note
from werkstatt.rooms.registration.actions.drafts import write_billing
from werkstatt.rooms.registration.actions.settling import one_settlement, refuse_other_effect, refuse_other_sums
from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.entries import Billing
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.previews import Charges
from werkstatt.rooms.registration.refusals import NothingChanged
from werkstatt.services.billing import actions as billing_actions
from werkstatt.services.billing.models import Document


@transaction.atomic
def correct_billing(
    *, order: Order, billing: Billing, now: datetime, by: Person | None = None, expected: str = ""
) -> Effect:
    """Cancel every open line and invoice the same amounts to the new address. Raises NothingChanged, EffectChanged."""
    locked = locked_order(order)
    before = charges.buyer_of(locked), locked.names_on_invoice
    standing = previews.charges_of(locked, now=now)
    effect = previews.billing_effect(standing)
    refuse_other_effect(effect, expected)
    write_billing(locked, billing)
    if before == (charges.buyer_of(locked), locked.names_on_invoice):
        raise NothingChanged
    locked.save()
    documents = _reissue(locked, standing, now=now)
    refuse_other_sums(effect, documents)
    note(locked, "billing_corrected", now=now, by=by, name=locked.billing_name)
    letters.billing_corrected(locked, letters.Outcome(effect, documents), now=now)
    return effect


def _reissue(order: Order, standing: Charges, *, now: datetime) -> list[Document]:
    open_lines = [line for lines in standing.by_item.values() for line in lines]
    concerned = sorted({line.document for line in open_lines}, key=lambda document: document.pk)
    invoices = charges.lines_again(order, open_lines)
    with one_settlement(standing, now=now, reason="billing_corrected"):
        documents = [billing_actions.cancel_lines(document=each, amounts=None, now=now) for each in concerned]
        documents += charges.issue(order, invoices, account=standing.account, now=now)
    return documents


@transaction.atomic
def set_refund_iban(*, order: Order, iban: str, now: datetime, by: Person | None = None) -> Order:
    """Where money goes back to. The account number itself is not written into the log."""
    locked = locked_order(order)
    locked.refund_iban = iban
    locked.save(update_fields=["refund_iban"])
    note(locked, "refund_iban_given", now=now, by=by)
    return locked
