import pytest

from werkstatt.services.billing import actions, queries
from werkstatt.services.billing.choices import RefundState
from werkstatt.services.billing.tests.factories import DAY, NOW, invoice, line, make_account

pytestmark = pytest.mark.django_db


def pay(account, cents, **more):
    return actions.book_payment(account=account, amount_cents=cents, received_on=DAY, by=None, now=NOW, **more)


def due(account):
    return [refund.amount_cents for refund in account.refunds.filter(state=RefundState.DUE)]


def test_a_payment_is_booked_once_per_key():
    account = make_account()
    invoice(account)
    assert pay(account, 4500, once_key="k1").pk == pay(account, 4500, once_key="k1").pk
    assert queries.balance_of(account) == 0
    assert due(account) == []


def test_cancelling_a_paid_invoice_makes_a_refund_due():
    account = make_account()
    document = invoice(account)
    pay(account, 4500)
    actions.cancel_lines(document=document, now=NOW)
    assert due(account) == [4500]
    assert queries.credit_of(account) == 0
    actions.pay_refund(refund=account.refunds.get(), paid_on=DAY, by=None, now=NOW)
    assert queries.balance_of(account) == 0
    with pytest.raises(actions.RefundIsNotDue):
        actions.pay_refund(refund=account.refunds.get(), paid_on=DAY, by=None, now=NOW)


def test_while_an_offer_is_open_credit_waits_and_is_carried_over():
    account = make_account()
    document = invoice(account, line(4500), line(4500))
    pay(account, 9000)
    actions.hold_credit(account=account)
    cancelled = actions.cancel_lines(document=document, now=NOW)
    assert due(account) == []
    assert queries.credit_of(account) == 9000
    assert cancelled.facts["standing"] == {
        "open_cents": 0,
        "credit_cents": 9000,
        "is_waiting": True,
        "rest_of_invoice_cents": 0,
    }
    online = invoice(account, line(2500), channel="online")
    assert online.facts["totals"] == {
        "net_cents": 2500,
        "tax_cents": 0,
        "gross_cents": 2500,
        "prepaid_cents": 2500,
        "due_cents": 0,
    }
    refund = actions.settle(account=account, now=NOW)
    assert refund is not None
    assert refund.amount_cents == 6500
    assert actions.settle(account=account, now=NOW) is None


def test_a_due_refund_shrinks_when_the_money_is_needed_again():
    account = make_account()
    document = invoice(account)
    pay(account, 4500)
    actions.cancel_lines(document=document, now=NOW)
    second = invoice(account, line(2500))
    assert second.facts["totals"]["due_cents"] == 0
    assert due(account) == [2000]
    invoice(account, line(2500))
    assert due(account) == []
    assert queries.balance_of(account) == 500


def test_an_open_invoice_is_simply_balanced_by_its_cancellation():
    account = make_account()
    actions.cancel_lines(document=invoice(account), now=NOW)
    assert queries.balance_of(account) == 0
    assert due(account) == []


def test_overpaid_money_is_due_back_and_a_wrong_booking_can_be_taken_back():
    account = make_account()
    invoice(account)
    pay(account, 5000)
    assert due(account) == [500]
    pay(account, -5000)
    assert due(account) == []
    assert queries.balance_of(account) == 4500


def test_accounts_come_with_their_balance_in_a_constant_number_of_queries(django_assert_num_queries):
    first = make_account()
    for account in (first, make_account(first.edition), make_account(first.edition)):
        invoice(account)
        pay(account, 500)
    with django_assert_num_queries(1):
        assert [row.balance_cents for row in queries.accounts_with_balance(first.edition)] == [4000] * 3
    with django_assert_num_queries(1):
        assert len(queries.open_accounts(first.edition)) == 3


def test_the_statement_ends_with_the_balance():
    account = make_account()
    document = invoice(account)
    pay(account, 4500)
    actions.cancel_lines(document=document, now=NOW)
    entries = queries.statement_of(account)
    assert [entry.cents for entry in entries] == [4500, -4500, -4500]
    assert entries[-1].balance_cents == queries.balance_of(account) == -4500


@pytest.mark.parametrize("cents", [0, 10**10, -(10**10)])
def test_an_absurd_payment_is_refused(cents):
    with pytest.raises(actions.AmountIsOutOfRange):
        pay(make_account(), cents)
