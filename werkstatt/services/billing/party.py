"""Seller and buyer as a document states them: snapshots, frozen when it is issued."""

from dataclasses import asdict

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.services.billing.content import Facts
from werkstatt.services.billing.lines import Buyer


def seller_facts(edition: Edition) -> Facts:
    """BG-4, BG-6 and BG-16: the host of the series; the edition's own contact comes first."""
    series = edition.series
    return {
        "name": series.host_name,
        "street": series.host_street,
        "postcode": series.host_postcode,
        "city": series.host_city,
        "country": series.host_country,
        "vat_id": series.host_vat_id,
        "tax_number": series.host_tax_number,
        "contact": edition.contact_name or series.host_contact,
        "email": edition.contact_email or series.host_email,
        "phone": edition.contact_phone or series.host_phone,
        "bank_name": series.bank_name,
        "iban": series.iban.replace(" ", "").upper(),
        "bic": series.bic.replace(" ", "").upper(),
    }


def buyer_facts(buyer: Buyer) -> Facts:
    """BG-7 with BT-10 and BT-13, cleaned of control and direction-changing characters."""
    return {name: clean_line(value) for name, value in asdict(buyer).items()}
