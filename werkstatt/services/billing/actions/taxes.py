"""The tax of an edition's fees, per channel and recipient."""

from django.db import transaction

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing import vat
from werkstatt.services.billing.choices import Recipient
from werkstatt.services.billing.models import TaxRule


@transaction.atomic
def set_tax_rule(*, edition: Edition, channel: str, recipient: str, tax: vat.Tax) -> TaxRule:
    """From now on fees of this channel and recipient carry `tax`; issued documents keep theirs."""
    rule, _ = TaxRule.objects.update_or_create(
        edition=edition,
        channel=channel,
        recipient=recipient,
        defaults={
            "category": tax.category,
            "rate_percent": tax.rate_percent,
            "reason": tax.reason,
            "reason_code": tax.reason_code,
        },
    )
    return rule


@transaction.atomic
def set_default_tax_rules(*, edition: Edition) -> None:
    """Give a new edition a rule for every channel and recipient; rules that exist stay."""
    for channel in Channel:
        for recipient in Recipient:
            tax = vat.default_tax(channel=channel, recipient=recipient)
            TaxRule.objects.get_or_create(
                edition=edition,
                channel=channel,
                recipient=recipient,
                defaults={
                    "category": tax.category,
                    "rate_percent": tax.rate_percent,
                    "reason": tax.reason,
                    "reason_code": tax.reason_code,
                },
            )


@transaction.atomic
def copy_tax_rules(*, source: Edition, copy: Edition) -> None:
    """The copy of an edition begins with the tax rules of its model."""
    for rule in TaxRule.objects.filter(edition=source):
        rule.pk, rule.edition = None, copy
        rule.save(force_insert=True)
