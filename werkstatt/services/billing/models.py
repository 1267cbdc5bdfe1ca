from django.conf import settings
from django.db import models
from django.db.models import Q

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Series
from werkstatt.foundation.kernel.models import Blob
from werkstatt.services.billing.choices import DocumentKind, PaymentMethod, Recipient, RefundState, TaxCategory
from werkstatt.services.billing.content import Facts, read


class TaxRule(models.Model):
    """Which tax an edition's fee carries for a channel and recipient. The host decides, not the software."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tax_rules")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    recipient = models.CharField(max_length=20, choices=Recipient.choices)
    category = models.CharField(max_length=2, choices=TaxCategory.choices)
    rate_percent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    reason_code = models.CharField(max_length=30, blank=True, help_text="VATEX code, e.g. VATEX-EU-132-1I")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "channel", "recipient"], name="tax_rule_once"),
            models.CheckConstraint(
                condition=Q(category="S", rate_percent__gt=0) | (~Q(category="S") & Q(rate_percent=0) & ~Q(reason="")),
                name="tax_rule_has_rate_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.channel} {self.recipient}: {self.category}"


class NumberRange(models.Model):
    """One row per series, year and kind; locked while a document takes its number, so there is never a gap."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="number_ranges")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year", "kind"], name="number_range_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.kind}: {self.last}"


class Account(models.Model):
    """The receivable of one order: its documents, payments and refunds. `key` names the order (`order:CODE`).

    Balance in cents = invoices - cancellations - payments + refunds paid. Positive: still to pay.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="accounts")
    key = models.CharField(max_length=60, unique=True)
    debtor_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=False, help_text="An open offer: credit is kept, no refund yet")

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """An issued invoice or cancellation. A database trigger refuses every UPDATE and DELETE.

    `content` holds the canonical facts as bytes; `chain` = sha256(previous chain + number + content_sha256).
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="documents")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    preceding = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cancellations")
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    total_cents = models.PositiveIntegerField()
    recipient_name = models.CharField(max_length=200)
    content = models.BinaryField()
    content_sha256 = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    template = models.CharField(max_length=40)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "kind", "running"], name="document_number_once"),
            models.CheckConstraint(
                condition=Q(kind="invoice", preceding__isnull=True) | Q(kind="cancellation", preceding__isnull=False),
                name="cancellation_refers_to_its_invoice",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> Facts:
        """What the document states, read from its bytes."""
        return read(bytes(self.content))


class DocumentLine(models.Model):
    """One line, never changed. `item_key` names what was sold (`place:17`); amounts are gross and positive.

    A trigger refuses to cancel more of a line than was invoiced, or a line of another document.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item_key = models.CharField(max_length=60, db_index=True)
    text = models.CharField(max_length=300)
    person = models.CharField(max_length=210, blank=True, help_text="Whom it is for, if the buyer wants names")
    service_on = models.DateField()
    amount_cents = models.PositiveIntegerField()
    tax_category = models.CharField(max_length=2, choices=TaxCategory.choices)
    tax_rate_percent = models.PositiveSmallIntegerField(default=0)
    tax_reason = models.CharField(max_length=200, blank=True)
    tax_reason_code = models.CharField(max_length=30, blank=True)
    cancels = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="cancelled_by")

    class Meta:
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="line_position_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.position}"


class Rendering(models.Model):
    """The PDF of a document: stored bytes with their hash, made after commit, reproducible from `content`."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="rendering")
    pdf = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    renderer = models.CharField(max_length=40, help_text="Same renderer, same bytes")
    rendered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document}.pdf"


class Payment(models.Model):
    """Money that came in (or, negative, was booked by mistake and taken back). Never changed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    amount_cents = models.IntegerField()
    received_on = models.DateField()
    method = models.CharField(max_length=12, choices=PaymentMethod.choices, default=PaymentMethod.TRANSFER)
    note = models.CharField(max_length=200, blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(amount_cents=0), name="payment_is_not_nothing")]

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_cents}"


class Refund(models.Model):
    """Money owed back to the payer: due, then paid; or withdrawn when the credit was used otherwise."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="refunds")
    amount_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.DUE)
    reason = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    iban = models.CharField(max_length=34, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="refund_is_something")]

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_cents} {self.state}"
