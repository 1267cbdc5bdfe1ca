from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from werkstatt.services.billing import actions, content, queries
from werkstatt.services.billing.models import Document, NumberRange
from werkstatt.services.billing.tests.factories import DAY, NOW, TOWN, invoice, line, make_account, make_edition

pytestmark = pytest.mark.django_db


def test_numbers_run_without_gap_per_series_year_and_kind():
    account = make_account(make_edition())
    code = account.edition.series.number_code
    first, second = invoice(account), invoice(account)
    cancelled = actions.cancel_lines(document=first, now=NOW)
    next_year = invoice(account, now=datetime(2022, 12, 31, 23, 30, tzinfo=UTC))
    other = invoice(make_account())
    assert first.number == f"{code}-R-2022-00001"
    assert second.number == f"{code}-R-2022-00002"
    assert cancelled.number == f"{code}-S-2022-00001"
    assert next_year.number == f"{code}-R-2023-00001", "half past midnight in Ulm is the new year"
    assert other.running == 1


def test_a_rolled_back_business_leaves_no_gap():
    account = make_account()
    with transaction.atomic():
        assert invoice(account).running == 1
        transaction.set_rollback(True)
    assert invoice(account).running == 1
    assert NumberRange.objects.get(series=account.edition.series).last == 1


def test_a_refused_document_uses_no_number():
    account = make_account()
    with pytest.raises(actions.DocumentIsRefused):
        invoice(account, line(0))
    assert not NumberRange.objects.exists()


def test_content_is_canonical_hashed_and_chained():
    account = make_account()
    first, second = invoice(account), invoice(account)
    facts = first.facts
    assert content.canonical(facts) == bytes(first.content)
    assert first.content_sha256 == content.fingerprint(bytes(first.content))
    assert second.chain == content.link(
        previous=first.chain, number=second.number, content_sha256=second.content_sha256
    )
    assert facts["buyer"]["leitweg_id"] == TOWN.leitweg_id
    assert facts["period"] == {"from": DAY.isoformat(), "until": DAY.isoformat()}
    assert facts["due_on"] == "2022-03-28"


@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.parametrize("table", ["document", "documentline", "rendering", "payment"])
def test_issued_facts_never_change(statement, table):
    account = make_account()
    document = invoice(account)
    actions.render(document=document)
    actions.book_payment(account=account, amount_cents=1, received_on=DAY, by=None, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(f"billing_{table}"))


def test_a_cancellation_keeps_the_buyer_and_seller_of_its_invoice():
    account = make_account()
    document = invoice(account)
    series = account.edition.series
    series.host_name = "Umbenanntes Institut"
    series.save()
    facts = actions.cancel_lines(document=document, now=NOW).facts
    assert facts["seller"]["name"] == "Institut für Beispiele"
    assert facts["buyer"] == document.facts["buyer"]
    assert facts["preceding"] == {"number": document.number, "issued_on": "2022-03-14"}
    assert facts["type_code"] == "381"


def test_nothing_is_cancelled_twice():
    document = invoice()
    actions.cancel_lines(document=document, now=NOW)
    with pytest.raises(actions.NothingToCancel):
        actions.cancel_lines(document=document, now=NOW)
    with pytest.raises(actions.NothingToCancel):
        actions.cancel_lines(document=Document.objects.get(preceding=document), now=NOW)


def test_a_line_is_never_cancelled_beyond_what_was_invoiced():
    document, other = invoice(), invoice()
    (kept,) = queries.lines_with_rest(document)
    (foreign,) = queries.lines_with_rest(other)
    actions.cancel_lines(document=document, amounts={kept.pk: 3000}, now=NOW)
    assert queries.remaining_of(document) == 1500
    with pytest.raises(actions.MoreThanInvoiced):
        actions.cancel_lines(document=document, amounts={kept.pk: 1501}, now=NOW)
    with pytest.raises(actions.LineIsForeign):
        actions.cancel_lines(document=document, amounts={foreign.pk: 1}, now=NOW)
    with pytest.raises(actions.DocumentIsRefused):
        actions.cancel_lines(document=document, amounts={kept.pk: -1}, now=NOW)
    with pytest.raises(actions.NothingToCancel):
        actions.cancel_lines(document=document, amounts={kept.pk: 0}, now=NOW)


def test_the_database_refuses_to_cancel_too_much_by_itself():
    document = invoice()
    cancellation = actions.cancel_lines(document=document, now=NOW)
    copy = cancellation.lines.get()
    copy.pk, copy.position = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
