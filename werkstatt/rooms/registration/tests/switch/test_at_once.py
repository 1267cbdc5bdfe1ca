"""Two at once, on real connections: one switch, one answer, nothing twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.choices import CaseState, OfferState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer
from werkstatt.rooms.registration.switch import run, starting
from werkstatt.rooms.registration.switch.answers import AlreadyAnswered, answer_offer
from werkstatt.rooms.registration.tests.switch.factories import (
    IN_APRIL,
    ONE,
    Wanted,
    edition_with_days,
    placed,
    plan_for,
    pulled,
    wish_for,
    worked,
)
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run these in threads that start together; what each returned or raised."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def go(index: int, work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[index] = work()  # type: ignore[call-overload]
        except Exception as problem:
            results[index] = problem  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=200)


def test_two_answers_at_once_are_one_answer(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    offer = Offer.objects.select_related("attendee__order").get()
    days = list(offer.offered_places.values_list("day_channel", flat=True))
    results = at_once(
        lambda: answer_offer(offer=offer, accept=days, now=IN_APRIL),
        lambda: answer_offer(offer=offer, accept=[], now=IN_APRIL),
    )
    assert sum(isinstance(result, AlreadyAnswered) for result in results) == 1
    offer.refresh_from_db()
    assert Document.objects.filter(channel="online").count() == (offer.state == OfferState.ACCEPTED)


def test_two_tabs_pull_one_switch(edition: Edition) -> None:
    placed(edition, [Wanted([ONE]) for _ in range(3)])
    seen = plan_for(edition, wish_for(edition)).figures
    results = at_once(
        lambda: pulled(edition, seen=seen, key="one tab"),
        lambda: pulled(edition, seen=seen, key="other tab"),
    )
    assert ChannelSwitch.objects.count() == 1
    assert sum(isinstance(result, starting.AlreadyRunning) for result in results) == 1


def test_several_workers_share_the_orders(edition: Edition, monkeypatch: Any) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    placed(edition, [Wanted([ONE]) for _ in range(12)])
    switch = pulled(edition)
    results = at_once(*[lambda: run.work_through(switch.pk, moment=lambda: IN_APRIL)] * 3)
    assert results == [None, None, None]
    assert switch.cases.filter(state=CaseState.DONE).count() == 12
    numbers = sorted(Document.objects.filter(kind="cancellation").values_list("running", flat=True))
    assert numbers == list(range(1, 13))
    assert Mail.objects.filter(kind="switch_closed").count() == 12
