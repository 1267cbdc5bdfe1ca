from datetime import UTC, datetime, timedelta

import pytest

from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.models import Order, SupportNeeds
from werkstatt.rooms.registration.tests.factories import (
    GROUP,
    IN_MARCH,
    draft_order,
    edition_with_days,
    first_attendee,
    placed_order,
)
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db
A_WEEK_BEFORE = datetime(2022, 4, 25, 8, tzinfo=UTC)
THE_DAY_BEFORE = datetime(2022, 5, 1, 8, tzinfo=UTC)


def kinds() -> list[tuple[str, str]]:
    return sorted(Mail.objects.filter(kind__startswith="reminder").values_list("kind", "to_email"))


def test_everybody_is_reminded_once_a_week_before_and_once_the_day_before():
    placed_order(edition_with_days(), GROUP)
    assert actions.remind_everyone(now=A_WEEK_BEFORE - timedelta(days=1)) == 0
    assert actions.remind_everyone(now=A_WEEK_BEFORE) == 2
    assert kinds() == [("reminder_on_site", "p1@musterdorf.example"), ("reminder_on_site", "p2@musterdorf.example")]
    assert actions.remind_everyone(now=A_WEEK_BEFORE + timedelta(days=1)) == 1  # online comes on the second day
    assert actions.remind_everyone(now=A_WEEK_BEFORE + timedelta(days=2)) == 0
    assert actions.remind_everyone(now=THE_DAY_BEFORE) == 2
    assert "morgen beginnt" in Mail.objects.filter(kind="reminder_on_site").latest("pk").text


def test_whoever_registered_just_now_is_not_reminded_at_once():
    placed_order(edition_with_days(), now=A_WEEK_BEFORE)
    assert actions.remind_everyone(now=A_WEEK_BEFORE + timedelta(hours=1)) == 0
    assert actions.remind_everyone(now=A_WEEK_BEFORE + timedelta(hours=25)) == 1


def test_cancelled_people_are_not_reminded():
    order = placed_order(edition_with_days())
    actions.cancel_places(order=order, places=order.places.all(), now=IN_MARCH)
    assert actions.remind_everyone(now=A_WEEK_BEFORE) == 0


def test_drafts_are_forgotten_after_two_weeks_and_placed_orders_never():
    edition = edition_with_days()
    draft_order(edition, domain="draft.example")
    placed_order(edition)
    assert actions.forget_old_drafts(now=IN_MARCH + timedelta(days=13)) == 0
    assert actions.forget_old_drafts(now=IN_MARCH + timedelta(days=15)) == 1
    assert Order.objects.get().state == "placed"


def test_support_needs_are_deleted_when_their_purpose_is_over():
    attendee = first_attendee(placed_order(edition_with_days()))
    actions.save_needs(attendee=attendee, needs="Rollstuhl", diet="", wording="Ja", now=IN_MARCH)
    assert actions.forget_support_needs(now=datetime(2022, 5, 17, 12, tzinfo=UTC)) == 0
    assert actions.forget_support_needs(now=datetime(2022, 5, 18, 12, tzinfo=UTC)) == 1
    assert not SupportNeeds.objects.exists()
