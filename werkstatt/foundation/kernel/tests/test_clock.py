from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from werkstatt.foundation.kernel import clock

pytestmark = pytest.mark.django_db
MORNING = datetime(2022, 5, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget():
    clock.forget_demo_clock()
    yield
    clock.forget_demo_clock()


def test_outside_a_demo_the_clock_is_real_and_asks_nobody(settings, django_assert_num_queries):
    settings.DEMO = False
    clock.set_demo_clock(to=MORNING)
    with django_assert_num_queries(0):
        assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_the_demo_clock_shows_what_was_set_and_runs_on(settings, django_assert_num_queries):
    settings.DEMO = True
    clock.set_demo_clock(to=MORNING)
    first = clock.now()
    with django_assert_num_queries(0):
        second = clock.now()
    assert timedelta(0) <= first - MORNING < timedelta(seconds=5)
    assert first <= second


def test_the_demo_clock_returns_to_real_time(settings):
    settings.DEMO = True
    clock.set_demo_clock(to=MORNING)
    clock.set_demo_clock(to=None)
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)
