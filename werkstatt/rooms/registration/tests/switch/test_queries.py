"""What the desk reads about a switch: answers counted over everybody, not over the last one asked."""

from datetime import timedelta

import pytest

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.models import Offer
from werkstatt.rooms.registration.switch.answers import answer_offer
from werkstatt.rooms.registration.switch.queries import answers_of
from werkstatt.rooms.registration.tests.switch.factories import (
    BOTH,
    IN_APRIL,
    ONE,
    Wanted,
    edition_with_days,
    placed,
    worked,
)

pytestmark = pytest.mark.django_db
LATER = IN_APRIL + timedelta(days=1)


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=100)


def test_answers_count_every_person_and_every_day(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, BOTH]), Wanted([ONE]), Wanted([BOTH]), Wanted([BOTH])])
    switch = worked(edition)
    whole, half, nothing, *_waiting = Offer.objects.order_by("attendee__order", "attendee__position")
    for offer, taken in ((whole, 2), (half, 1), (nothing, 0)):
        days = offer.offered_places.order_by("day_channel__day__on").values_list("day_channel_id", flat=True)
        answer_offer(offer=offer, accept=list(days)[:taken], now=LATER)

    answers = answers_of(switch)

    assert answers.persons == {"accepted": 2, "declined": 1, "expired": 0, "open": 2}
    assert answers.days == {"accepted": 3, "declined": 2, "expired": 0, "open": 4}
    assert answers.total == 5
