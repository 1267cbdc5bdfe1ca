"""Many at once, on real connections."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.foundation.events.queries import days_of
from werkstatt.rooms.registration import actions, queries
from werkstatt.rooms.registration.refusals import DaysAreFull, PlaceHasEnded
from werkstatt.rooms.registration.tests.factories import IN_MARCH, Rows, draft_order, edition_with_days, placed_order
from werkstatt.services.billing.models import Document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(count: int, act: Callable[[int], str]) -> list[str]:
    barrier = threading.Barrier(count)

    def run(number: int) -> str:
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def only_hall(edition: Edition, seats: int) -> None:
    first = days_of(edition)[0]
    DayChannel.objects.filter(day=first, channel="on_site").update(capacity=seats)


def test_64_buyers_on_20_seats_get_exactly_20():
    edition = edition_with_days(capacity=100)
    only_hall(edition, 20)

    def buy(number: int) -> str:
        try:
            placed_order(edition, [["on_site", None]], domain=f"town{number}.example")
        except DaysAreFull:
            return "full"
        return "sold"

    answers = together(64, buy)
    assert (answers.count("sold"), answers.count("full")) == (20, 44)
    assert Participation.objects.count() == Document.objects.count() == 20
    hall = DayChannel.objects.get(day=days_of(edition)[0], channel="on_site")
    assert hall.taken == queries.seats_in_use(hall) == 20


def test_two_buyers_of_many_days_in_different_order_do_not_block_each_other():
    edition = edition_with_days(capacity=100)
    rows: list[Rows] = [[["on_site", "online"]] * 3, [["online", "on_site"]] * 3]
    answers = together(8, lambda n: placed_order(edition, rows[n % 2], domain=f"d{n}.example").state)
    assert answers == ["placed"] * 8


def test_one_button_pressed_in_two_tabs_places_once():
    draft = draft_order(edition_with_days())
    together(2, lambda n: str(actions.place_order(order=draft, now=IN_MARCH).pk))
    assert Document.objects.count() == 1


def test_one_place_cancelled_twice_at_once_is_cancelled_once():
    order = placed_order(edition_with_days())
    places = queries.booked_places(order)

    def cancel(_number: int) -> str:
        try:
            actions.cancel_places(order=order, places=places, now=IN_MARCH)
        except PlaceHasEnded:
            return "late"
        return "done"

    assert sorted(together(2, cancel)) == ["done", "late"]
    assert Document.objects.filter(kind="cancellation").count() == 1
    assert not DayChannel.objects.filter(taken__gt=0).exists()
