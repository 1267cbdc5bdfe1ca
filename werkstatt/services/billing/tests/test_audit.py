from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from werkstatt.services.billing import actions, audit, queries
from werkstatt.services.billing.tests.factories import DAY, NOW, invoice, line, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    """An account with an invoice cancelled in two parts, another invoice, a payment, a refund due, and PDFs."""
    account = make_account()
    document = invoice(account, line(4500), line(4500))
    first, _ = queries.lines_with_rest(document)
    actions.book_payment(account=account, amount_cents=9000, received_on=DAY, by=None, now=NOW)
    actions.cancel_lines(document=document, amounts={first.pk: 1234}, now=NOW)
    actions.cancel_lines(document=document, now=NOW)
    invoice(account, line(2500))
    actions.render_missing()
    return account


def tamper(statement, *values):
    """What a person with the database's password could do."""
    with connection.cursor() as cursor:
        for table in ("document", "documentline"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE billing_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def test_whole_books_are_whole(account):
    assert audit.broken(account.edition) == []
    out = StringIO()
    call_command("verify_documents", stdout=out)
    assert "4 documents" in out.getvalue()


def test_figures(account):
    code = account.edition.series.number_code
    assert audit.figures(account.edition) == {
        "documents": {
            "invoice": {
                "count": 2,
                "first": f"{code}-R-2022-00001",
                "last": f"{code}-R-2022-00002",
                "gaps": 0,
                "cents": 11500,
            },
            "cancellation": {
                "count": 2,
                "first": f"{code}-S-2022-00001",
                "last": f"{code}-S-2022-00002",
                "gaps": 0,
                "cents": 9000,
            },
        },
        "payments_cents": 9000,
        "refunds_due_cents": 6500,
        "refunds_paid_cents": 0,
        "balance_cents": -6500,
    }


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (
            "UPDATE billing_document SET content = replace(convert_from(content, 'utf8'), 'Stadt', 'Dorf')::bytea",
            "Prüfsumme",
        ),
        ("UPDATE billing_document SET chain = repeat('0', 64) WHERE running = 1", "Kette"),
        ("UPDATE billing_document SET running = 7 WHERE running = 2", "fehlt eine Nummer"),
        ("UPDATE billing_document SET total_cents = total_cents + 1", "Summen"),
        ("UPDATE billing_documentline SET amount_cents = 9999 WHERE cancels_id IS NOT NULL", "mehr storniert"),
        ("UPDATE billing_refund SET amount_cents = 1", "zu erstatten"),
        ("UPDATE billing_numberrange SET last = 9", "Zähler"),
        ("UPDATE kernel_blob SET content = 'x'", "PDF"),
    ],
)
def test_every_tampering_is_found(account, statement, word):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kernel_blob DISABLE TRIGGER USER")
    tamper(statement)
    assert any(word in sentence for sentence in audit.broken(account.edition))
    with pytest.raises(CommandError):
        call_command("verify_documents", "--quick", stderr=StringIO())
