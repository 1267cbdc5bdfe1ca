from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel, Participation
from werkstatt.rooms.registration import actions, previews, queries
from werkstatt.rooms.registration.choices import EndReason
from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.refusals import (
    AlreadyRegistered,
    AttendeeHasLeft,
    DaysAreFull,
    EffectChanged,
    NothingChanged,
    PlaceHasEnded,
    TooLate,
)
from werkstatt.rooms.registration.tests.factories import (
    GROUP,
    IN_MARCH,
    TOWN_HALL,
    edition_with_days,
    first_attendee,
    placed_order,
)
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import PaymentMethod, RefundState
from werkstatt.services.billing.models import Account, Document, Refund
from werkstatt.services.billing.queries import balance_of
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db
HALF_FEE = datetime(2022, 4, 15, 10, tzinfo=UTC)
FULL_FEE = datetime(2022, 4, 29, 10, tzinfo=UTC)
SUBSTITUTE = PersonEntry("Sven", "Springer", "sven@musterdorf.example")


def account() -> Account:
    return Account.objects.get()


def pay(cents: int) -> None:
    billing.book_payment(
        account=account(),
        amount_cents=cents,
        received_on=date(2022, 3, 20),
        method=PaymentMethod.TRANSFER,
        by=None,
        now=IN_MARCH,
        once_key=f"p{cents}",
    )


def kinds() -> list[tuple[str, str, int]]:
    return list(Document.objects.order_by("pk").values_list("kind", "channel", "total_cents"))


def due_refunds() -> int:
    return sum(Refund.objects.filter(state=RefundState.DUE).values_list("amount_cents", flat=True))


def test_cancelling_early_costs_nothing():
    order = placed_order(edition_with_days(), GROUP)
    places = queries.booked_places(order)[:1]
    shown = previews.preview_cancellation(order, places, now=IN_MARCH)
    done = actions.cancel_places(order=order, places=places, now=IN_MARCH, expected=shown.fingerprint)
    assert (done, done.cancelled_cents, done.fee_cents, done.due_cents) == (shown, 4500, 0, 11500)
    assert kinds()[2:] == [("cancellation", "on_site", 4500)]
    places[0].refresh_from_db()
    assert places[0].end_reason == EndReason.CANCELLED
    assert not Participation.objects.filter(place=places[0], state="active").exists()
    assert DayChannel.objects.get(pk=places[0].day_channel_id).taken == 1


def test_cancelling_late_keeps_the_fee_and_refunds_the_rest():
    order = placed_order(edition_with_days(), GROUP)
    pay(16000)
    places = queries.booked_places(order)
    shown = previews.preview_cancellation(order, places, now=HALF_FEE)
    assert (shown.fee_cents, shown.cancelled_cents, shown.refund_cents) == (8000, 8000, 8000)
    actions.cancel_places(order=order, places=places, now=HALF_FEE, expected=shown.fingerprint)
    assert due_refunds() == 8000
    assert Mail.objects.get(kind="places_cancelled").amount_cents == 8000
    assert {mail.kind for mail in Mail.objects.filter(to_email="p1@musterdorf.example")} == {
        "confirmation_on_site",
        "place_cancelled",
    }


def test_a_preview_of_another_day_is_not_what_is_done():
    order = placed_order(edition_with_days(), GROUP)
    places = queries.booked_places(order)
    shown = previews.preview_cancellation(order, places, now=IN_MARCH)
    with pytest.raises(EffectChanged) as changed:
        actions.cancel_places(order=order, places=places, now=FULL_FEE, expected=shown.fingerprint)
    assert changed.value.effect.fee_cents == 16000
    assert len(kinds()) == 2


def test_with_full_fee_no_document_is_needed():
    order = placed_order(edition_with_days(), GROUP)
    effect = actions.cancel_places(order=order, places=queries.booked_places(order), now=FULL_FEE)
    assert (effect.cancelled_cents, effect.due_cents, len(kinds())) == (0, 16000, 2)


def test_nothing_is_cancelled_twice_and_nobody_cancels_a_stranger():
    edition = edition_with_days()
    order = placed_order(edition, GROUP)
    stranger = placed_order(edition, domain="other.example")
    places = queries.booked_places(order)
    actions.cancel_places(order=order, places=places[:1], now=IN_MARCH)
    for chosen in (places[:1], queries.booked_places(stranger), []):
        with pytest.raises(PlaceHasEnded):
            actions.cancel_places(order=order, places=chosen, now=IN_MARCH)


def test_a_day_that_has_begun_is_not_cancelled_but_the_host_may():
    order = placed_order(edition_with_days(), GROUP)
    places = queries.booked_places(order)
    on_the_day = places[0].day_channel.day.starts_at
    with pytest.raises(TooLate):
        actions.cancel_places(order=order, places=places, now=on_the_day)
    assert actions.cancel_places(order=order, places=places, now=on_the_day, free=True).cancelled_cents == 16000


def test_changing_the_channel_carries_the_money_over_and_refunds_the_difference():
    order = placed_order(edition_with_days(), GROUP)
    pay(16000)
    [place] = [each for each in queries.booked_places(order) if each.attendee.last_name == "Nummer2"]
    shown = previews.preview_change(order, [place], now=IN_MARCH)
    assert (shown.cancelled_cents, shown.invoiced_cents, shown.refund_cents, shown.due_cents) == (4500, 2500, 2000, 0)
    actions.change_channel(order=order, places=[place], now=IN_MARCH, expected=shown.fingerprint)
    assert kinds()[2:] == [("cancellation", "on_site", 4500), ("invoice", "online", 2500)]
    assert [each.amount_cents for each in Refund.objects.all()] == [2000]
    [new] = [each for each in queries.booked_places(order) if each.replaces_id == place.pk]
    assert new.day_channel.channel == Channel.ONLINE
    assert Participation.objects.filter(person=new.attendee.person, state="active").count() == 1
    assert Mail.objects.filter(kind="confirmation_online", to_email="p2@musterdorf.example").count() == 1


def test_changing_towards_the_hall_costs_the_difference():
    order = placed_order(edition_with_days(), GROUP)
    pay(16000)
    place = queries.booked_places(order)[-1]
    effect = actions.change_channel(order=order, places=[place], now=IN_MARCH)
    assert (effect.refund_cents, effect.due_cents, balance_of(account())) == (0, 2000, 2000)


def test_a_full_hall_takes_nobody_over():
    edition = edition_with_days(capacity=1)
    placed_order(edition)
    order = placed_order(edition, [["online", None]], domain="other.example")
    with pytest.raises(DaysAreFull):
        actions.change_channel(order=order, places=queries.booked_places(order), now=IN_MARCH)
    assert queries.booked_places(order)[0].day_channel.channel == Channel.ONLINE


def test_the_channel_changes_until_the_day_before_and_not_later():
    order = placed_order(edition_with_days(), GROUP)
    place = queries.booked_places(order)[0]
    with pytest.raises(TooLate):
        actions.change_channel(order=order, places=[place], now=place.day_channel.day.starts_at)
    actions.change_channel(order=order, places=[place], now=place.day_channel.day.starts_at - timedelta(days=1))


def test_another_address_cancels_and_invoices_the_same_amounts():
    order = placed_order(edition_with_days(), GROUP)
    corrected = replace(TOWN_HALL, name="Stadtkasse Musterdorf")
    shown = previews.preview_billing(order, now=IN_MARCH)
    actions.correct_billing(order=order, billing=corrected, now=IN_MARCH, expected=shown.fingerprint)
    assert kinds()[2:] == [
        ("cancellation", "on_site", 13500),
        ("cancellation", "online", 2500),
        ("invoice", "on_site", 13500),
        ("invoice", "online", 2500),
    ]
    names = Document.objects.order_by("pk").values_list("recipient_name", flat=True)
    assert list(names) == ["Gemeinde Musterdorf"] * 4 + ["Stadtkasse Musterdorf"] * 2
    assert balance_of(account()) == 16000
    with pytest.raises(NothingChanged):
        actions.correct_billing(order=order, billing=corrected, now=IN_MARCH)


def test_after_a_correction_a_place_can_still_be_cancelled():
    order = placed_order(edition_with_days(), GROUP)
    actions.correct_billing(order=order, billing=replace(TOWN_HALL, name="Stadtkasse"), now=IN_MARCH)
    effect = actions.cancel_places(order=order, places=queries.booked_places(order), now=HALF_FEE)
    assert (effect.cancelled_cents, balance_of(account())) == (8000, 8000)
    actions.correct_billing(order=order, billing=TOWN_HALL, now=HALF_FEE)
    assert balance_of(account()) == 8000


def test_a_substitute_takes_over_the_days_without_any_document():
    order = placed_order(edition_with_days(), GROUP)
    first = first_attendee(order)
    new = actions.substitute_attendee(order=order, attendee=first, entry=SUBSTITUTE, now=IN_MARCH)
    assert len(kinds()) == 2
    assert [place.attendee_id for place in queries.booked_places(order)].count(new.pk) == 2
    assert sorted(Participation.objects.filter(person=new.person).values_list("state", flat=True)) == ["active"] * 2
    assert sorted(Participation.objects.filter(person=first.person).values_list("state", flat=True)) == ["ended"] * 2
    written = Mail.objects.filter(kind__in=["substituted", "place_handed_over"]).values_list("kind", "to_email")
    assert sorted(written) == [
        ("place_handed_over", "p1@musterdorf.example"),
        ("substituted", "rita@musterdorf.example"),
    ]
    with pytest.raises(AttendeeHasLeft):
        actions.substitute_attendee(order=order, attendee=first, entry=SUBSTITUTE, now=IN_MARCH)


def test_on_the_second_day_a_substitute_takes_the_rest_only():
    order = placed_order(edition_with_days(), GROUP)
    first = first_attendee(order)
    second_day = datetime(2022, 5, 3, 8, tzinfo=UTC)
    new = actions.substitute_attendee(order=order, attendee=first, entry=SUBSTITUTE, now=second_day)
    assert [str(place.day_channel.day.on) for place in new.places.select_related("day_channel__day")] == ["2022-05-03"]
    with pytest.raises(TooLate):
        actions.substitute_attendee(
            order=order, attendee=new, entry=PersonEntry("X", "Y", "x@y.example"), now=second_day + timedelta(days=1)
        )


def test_whoever_takes_part_herself_is_no_substitute_that_day():
    order = placed_order(edition_with_days(), GROUP)
    first = first_attendee(order)
    with pytest.raises(AlreadyRegistered):
        actions.substitute_attendee(
            order=order, attendee=first, entry=PersonEntry("P", "Nummer2", "p2@musterdorf.example"), now=IN_MARCH
        )
    first.refresh_from_db()
    assert first.left_at is None
