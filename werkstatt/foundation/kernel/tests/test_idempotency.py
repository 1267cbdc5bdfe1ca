import threading

import pytest
from django.db import connection, transaction

from werkstatt.foundation.kernel.idempotency import once


@pytest.mark.django_db
def test_the_second_call_gets_the_reference_of_the_first():
    with transaction.atomic():
        first = once(key="abc", action="place_order")
        first.remember(17)
    with transaction.atomic():
        second = once(key="abc", action="place_order")
        other = once(key="abc", action="pay")
    assert (first.is_repeated, second.is_repeated, second.reference) == (False, True, "17")
    assert not other.is_repeated


@pytest.mark.django_db
def test_what_is_known_before_is_remembered_with_the_key():
    with transaction.atomic():
        once(key="abc", action="place_order", reference=17)
    with transaction.atomic():
        assert once(key="abc", action="place_order", reference=18).reference == "17"


@pytest.mark.django_db(transaction=True)
def test_of_two_connections_at_once_only_one_does_the_work():
    barrier = threading.Barrier(2)
    seen: list[tuple[bool, str]] = []

    def press_the_button() -> None:
        barrier.wait()
        with transaction.atomic():
            receipt = once(key="double-click", action="place_order")
            if not receipt.is_repeated:
                receipt.remember("order-1")
            seen.append((receipt.is_repeated, receipt.reference))
        connection.close()

    threads = [threading.Thread(target=press_the_button) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [(False, ""), (True, "order-1")]
