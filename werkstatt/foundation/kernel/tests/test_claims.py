import threading

import pytest
from django.db import connection

from werkstatt.foundation.kernel.claims import claimed
from werkstatt.foundation.kernel.models import Receipt

pytestmark = pytest.mark.django_db(transaction=True)


def receipts(count):
    return [row.pk for row in Receipt.objects.bulk_create(Receipt(key=str(i), action="test") for i in range(count))]


def in_order():
    return Receipt.objects.order_by("pk")


def elsewhere(work):
    """Do it in a session of its own; what came out."""
    result = []

    def run():
        try:
            result.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return result[0]


def claim_and_give_back():
    with claimed(in_order(), most=2) as keys:
        return keys


def test_the_first_rows_are_ours_and_the_next_ones_go_to_whoever_comes_next():
    first, second, third, fourth, _ = receipts(5)
    with claimed(in_order(), most=2) as mine:
        assert mine == [first, second]
        assert elsewhere(claim_and_give_back) == [third, fourth]
    assert elsewhere(claim_and_give_back) == [first, second]


def test_a_claim_outlives_commits_and_ends_when_something_breaks():
    first, *_ = receipts(2)

    def break_down():
        with claimed(in_order(), most=2):
            Receipt.objects.filter(pk=first).update(reference="done")
            assert elsewhere(lambda: in_order()[0].reference) == "done"
            assert elsewhere(claim_and_give_back) == []
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_down()
    assert len(elsewhere(claim_and_give_back)) == 2


def test_a_claim_ends_with_its_session():
    keys = receipts(1)

    def die():
        claimed(in_order(), most=1).__enter__()

    elsewhere(die)
    connection.close()
    assert claim_and_give_back() == keys


def test_rows_of_other_tables_are_another_matter():
    keys = receipts(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock('kernel_token'::regclass::oid::int, %s)", keys)
        assert elsewhere(claim_and_give_back) == keys
        cursor.execute("SELECT pg_advisory_unlock('kernel_token'::regclass::oid::int, %s)", keys)
