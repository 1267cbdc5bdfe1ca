import pytest
from django.utils import timezone

from werkstatt.foundation.kernel.models import Receipt, Token
from werkstatt.foundation.kernel.rows import set_each, write_back

pytestmark = pytest.mark.django_db


def receipts(count):
    now = timezone.now()
    return Receipt.objects.bulk_create(Receipt(key=str(i), action="test", created_at=now) for i in range(count))


def test_each_row_gets_its_own_value_and_all_the_same_other_one():
    first, second, other = receipts(3)
    assert set_each(Receipt, "reference", {first.pk: 7, second.pk: 8}, action="done") == 2
    rows = Receipt.objects.order_by("pk").values_list("reference", "action")
    assert list(rows) == [("7", "done"), ("8", "done"), (other.reference, "test")]


def test_a_thousand_rows_take_one_statement(django_assert_num_queries):
    rows = receipts(1000)
    with django_assert_num_queries(1):
        set_each(Receipt, "reference", {row.pk: row.pk for row in rows})
    assert all(row.reference == str(row.pk) for row in Receipt.objects.all())


def test_nothing_to_set_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert set_each(Receipt, "reference", {}) == 0


def test_several_fields_are_written_back_as_they_stand(django_assert_num_queries):
    rows = receipts(3)
    moment = timezone.now()
    for number, row in enumerate(rows):
        row.reference, row.created_at, row.action = f"r, {number} 'ä\\'", moment, "not written"
    with django_assert_num_queries(1):
        assert write_back(rows, "reference", "created_at") == 3
    found = Receipt.objects.order_by("pk").values_list("reference", "created_at", "action")
    assert list(found) == [(f"r, {number} 'ä\\'", moment, "test") for number in range(3)]


def test_null_is_written_back_and_nothing_asks_nothing(django_assert_num_queries):
    now = timezone.now()
    token = Token.objects.create(hash="h", purpose="p", subject="s", expires_at=now, used_at=now)
    token.used_at = None
    with django_assert_num_queries(1):
        assert write_back([token], "used_at") == 1
        assert write_back([], "used_at") == 0
    token.refresh_from_db()
    assert token.used_at is None
