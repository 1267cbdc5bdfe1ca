from datetime import date

import pytest

from werkstatt.foundation.events.actions import CopyWish, copy_edition
from werkstatt.foundation.events.tests.factories import IN_MARCH, EditionFactory
from werkstatt.services.billing.actions import set_default_tax_rules, set_tax_rule
from werkstatt.services.billing.models import TaxRule
from werkstatt.services.billing.vat import Tax

pytestmark = pytest.mark.django_db


def test_a_copied_edition_begins_with_the_tax_rules_of_its_model():
    edition = EditionFactory.create()
    set_default_tax_rules(edition=edition)
    set_tax_rule(edition=edition, channel="online", recipient="domestic", tax=Tax("S", 19, "", ""))
    wish = CopyWish(title="Die nächste", slug="die-naechste", first_day_on=date(2023, 5, 8))

    copy = copy_edition(source=edition, wish=wish, by=None, now=IN_MARCH)

    facts = ("channel", "recipient", "category", "rate_percent", "reason")
    assert set(TaxRule.objects.filter(edition=copy).values_list(*facts)) == set(
        TaxRule.objects.filter(edition=edition).values_list(*facts)
    )
    assert TaxRule.objects.get(edition=copy, channel="online", recipient="domestic").rate_percent == 19
