from dataclasses import replace

import pytest

from werkstatt.services.billing import actions, vat
from werkstatt.services.billing.tests.factories import TOWN, invoice, line, make_account, make_edition, make_series

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fault", "buyer", "lines"),
    [
        ("leitweg_id", replace(TOWN, leitweg_id="04011000-1234512345-07"), [line()]),
        ("leitweg_id", replace(TOWN, leitweg_id="unknown"), [line()]),
        ("buyer_name", replace(TOWN, name="  "), [line()]),
        ("nothing", TOWN, [line(0)]),
        ("negative", TOWN, [line(4500), line(-100)]),
        ("too_much", TOWN, [line(10**9), line(10**9)]),
        ("twice", TOWN, [line()] * 2),
        ("vat_id", TOWN, [line(tax=vat.ABROAD)]),
        ("tax", TOWN, [line(tax=vat.Tax("S", 0))]),
        ("tax", TOWN, [line(tax=vat.Tax("E", 0))]),
        ("tax", TOWN, [line(tax=vat.Tax("E", 7, "weil"))]),
    ],
)
def test_a_wrong_invoice_is_refused_before_it_has_a_number(fault, buyer, lines):
    account = make_account()
    with pytest.raises(actions.DocumentIsRefused) as refused:
        invoice(account, *lines, buyer=buyer)
    assert refused.value.fault == fault
    assert not account.documents.exists()


def test_a_wrong_iban_never_gets_onto_paper():
    account = make_account(make_edition(make_series(iban="DE89370400440532013001")))
    with pytest.raises(actions.DocumentIsRefused):
        invoice(account)


def test_free_places_stand_beside_paid_ones():
    assert invoice(None, line(0), line(4500)).total_cents == 4500
