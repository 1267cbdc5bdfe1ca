"""Every write of billing. Lock order for callers: their own rows, seats, then the account, then the number."""

from werkstatt.services.billing.actions.accounts import hold_credit, open_account, settle
from werkstatt.services.billing.actions.batches import Cancellation, Held, cancel_many, hold_many
from werkstatt.services.billing.actions.documents import (
    Bill,
    LineIsForeign,
    MoreThanInvoiced,
    NothingToCancel,
    cancel_lines,
    invoice_anew,
    issue_invoice,
    issue_invoices,
)
from werkstatt.services.billing.actions.payments import AmountIsOutOfRange, RefundIsNotDue, book_payment, pay_refund
from werkstatt.services.billing.actions.renderings import pdfs_of, render, render_missing
from werkstatt.services.billing.actions.taxes import copy_tax_rules, set_default_tax_rules, set_tax_rule
from werkstatt.services.billing.proof import DocumentIsRefused

__all__ = [
    "AmountIsOutOfRange",
    "Bill",
    "Cancellation",
    "DocumentIsRefused",
    "Held",
    "LineIsForeign",
    "MoreThanInvoiced",
    "NothingToCancel",
    "RefundIsNotDue",
    "book_payment",
    "cancel_lines",
    "cancel_many",
    "copy_tax_rules",
    "hold_credit",
    "hold_many",
    "invoice_anew",
    "issue_invoice",
    "issue_invoices",
    "open_account",
    "pay_refund",
    "pdfs_of",
    "render",
    "render_missing",
    "set_default_tax_rules",
    "set_tax_rule",
    "settle",
]
