"""Two and more connections at once, as in the house."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from werkstatt.services.billing import actions, queries
from werkstatt.services.billing.models import Document, Payment
from werkstatt.services.billing.tests.factories import DAY, NOW, invoice, line, make_account, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, jobs, *, threads=8):
    def run(job):
        try:
            return work(job)
        except (actions.MoreThanInvoiced, actions.NothingToCancel, Planned) as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, jobs))


class Planned(Exception):
    """A business that fails after its document was issued."""


def test_two_hundred_documents_at_once_have_no_gap_and_no_double():
    edition = make_edition()
    accounts = [make_account(edition) for _ in range(200)]

    def order(account):
        with transaction.atomic():
            document = invoice(account)
            if account.pk % 10 == 0:
                raise Planned
            return document.running

    issued = [running for running in at_once(order, accounts) if isinstance(running, int)]
    assert sorted(issued) == list(range(1, len(issued) + 1))
    assert 170 <= len(issued) < 200
    chain = list(Document.objects.order_by("running").values_list("running", flat=True))
    assert chain == sorted(issued)


def test_two_connections_cannot_cancel_one_line_twice():
    document = invoice(None, line(4500))
    (only,) = queries.lines_with_rest(document)
    answers = at_once(
        lambda cents: actions.cancel_lines(document=document, amounts={only.pk: cents}, now=NOW), [3000, 3000, 3000]
    )
    assert sum(isinstance(answer, Document) for answer in answers) == 1
    assert queries.remaining_of(document) == 1500


def test_a_payment_sent_twice_at_once_is_booked_once():
    account = make_account()

    def pay(key):
        return actions.book_payment(
            account=account, amount_cents=4500, received_on=DAY, by=None, now=NOW, once_key=key
        ).pk

    assert len(set(at_once(pay, ["same"] * 6))) == 1
    assert Payment.objects.count() == 1


def test_one_document_rendered_by_many_is_stored_once():
    document = invoice()
    assert len({r.pk for r in at_once(lambda _: actions.render(document=document), range(6))}) == 1


def test_several_workers_share_the_missing_pdfs():
    account = make_account()
    for _ in range(12):
        invoice(account)
    done = at_once(lambda _: actions.render_missing(), range(3), threads=3)
    assert sum(done) == 12
    assert not queries.documents_without_pdf().exists()
