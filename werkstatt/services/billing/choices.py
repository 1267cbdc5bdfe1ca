from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    INVOICE = "invoice", _("Rechnung")
    CANCELLATION = "cancellation", _("Stornorechnung")


class TaxCategory(models.TextChoices):
    """EN 16931 VAT categories (UNCL5305) that this house issues."""

    EXEMPT = "E", _("steuerfrei")
    STANDARD = "S", _("Regelsteuersatz")
    REVERSE_CHARGE = "AE", _("Steuerschuld beim Leistungsempfänger")


class Recipient(models.TextChoices):
    """Who receives the service; decides the tax of an online place."""

    DOMESTIC = "domestic", _("Deutschland")
    FOREIGN_BUSINESS = "foreign_business", _("Unternehmen im Ausland")
    FOREIGN_PRIVATE = "foreign_private", _("Privatperson im Ausland")


class RefundState(models.TextChoices):
    DUE = "due", _("auszuzahlen")
    PAID = "paid", _("ausgezahlt")
    WITHDRAWN = "withdrawn", _("verrechnet")


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("Überweisung")
    CASH = "cash", _("bar")
    CARD = "card", _("Karte")
    CORRECTION = "correction", _("Korrektur")
