import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from werkstatt.foundation.events.models import DayChannel, Participation
from werkstatt.rooms.registration import actions, queries
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.refusals import (
    AlreadyRegistered,
    DaysAreFull,
    OrderHasChanged,
    OrderIsIncomplete,
    RegistrationIsClosed,
)
from werkstatt.rooms.registration.tests.factories import (
    GROUP,
    IN_MARCH,
    draft_order,
    edition_with_days,
    first_attendee,
    people,
    placed_order,
    wishes,
)
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


def taken(edition) -> list[int]:
    return list(
        DayChannel.objects.filter(day__edition=edition).order_by("day__on", "channel").values_list("taken", flat=True)
    )


def test_a_group_gets_participations_one_invoice_per_channel_and_a_confirmation_each():
    edition = edition_with_days()
    order = placed_order(edition, GROUP)
    documents = Document.objects.order_by("pk")
    assert [(each.channel, each.total_cents) for each in documents] == [("on_site", 13500), ("online", 2500)]
    assert Participation.objects.count() == 4
    kinds = sorted(Mail.objects.values_list("kind", "to_email"))
    assert kinds == [
        ("confirmation_on_site", "p1@musterdorf.example"),
        ("confirmation_on_site", "p2@musterdorf.example"),
        ("confirmation_online", "p3@musterdorf.example"),
        ("order_placed", "rita@musterdorf.example"),
    ]
    mail = Mail.objects.get(kind="order_placed")
    assert [file.source_key for file in mail.attachments.order_by("pk")] == [
        f"document:{each.pk}" for each in documents
    ]
    assert order.state == OrderState.PLACED


def test_placing_twice_by_double_click_or_second_tab_makes_one_order():
    draft = draft_order(edition_with_days())
    first = actions.place_order(order=draft, now=IN_MARCH)
    again = actions.place_order(order=draft, now=IN_MARCH)
    other_tab = actions.place_order(order=draft, now=IN_MARCH, revision=draft.revision)
    assert first.pk == again.pk == other_tab.pk
    assert Document.objects.count() == 1


def test_a_stale_tab_is_told():
    draft = draft_order(edition_with_days())
    actions.save_attendees(order=draft, people=people(1), now=IN_MARCH)
    with pytest.raises(OrderHasChanged):
        actions.place_order(order=draft, now=IN_MARCH, revision=draft.revision)


def test_an_incomplete_draft_names_its_gaps():
    edition = edition_with_days()
    order = actions.start_order(edition=edition, now=IN_MARCH)
    actions.save_attendees(
        order=order, people=[*people(1), PersonEntry("A", "B", "p1@musterdorf.example")], now=IN_MARCH
    )
    with pytest.raises(OrderIsIncomplete) as refused:
        actions.place_order(order=order, now=IN_MARCH)
    assert [(gap.step, gap.kind) for gap in refused.value.gaps] == [
        ("people", "contact"),
        ("people", "same_address"),
        ("days", "no_day"),
        ("billing", "billing"),
    ]


def test_after_an_expired_hold_the_seats_are_taken_again_if_there_are_any():
    edition = edition_with_days(capacity=1)
    draft = draft_order(edition)
    later = IN_MARCH + timedelta(minutes=31)
    assert actions.release_expired_holds(now=later) == 1
    assert taken(edition) == [0, 0, 0, 0]
    placed = actions.place_order(order=draft, now=later)
    assert placed.state == OrderState.PLACED
    assert sum(taken(edition)) == 2


def test_after_an_expired_hold_a_full_day_is_named_and_nothing_is_lost():
    edition = edition_with_days(capacity=1)
    draft = draft_order(edition, domain="slow.example")
    later = IN_MARCH + timedelta(minutes=31)
    placed_order(edition, [["on_site", None]], now=later, domain="quick.example")
    with pytest.raises(DaysAreFull) as refused:
        actions.place_order(order=draft, now=later)
    [shortage] = refused.value.shortages
    assert (shortage.day_channel.channel, shortage.wanted, shortage.available) == ("on_site", 1, 0)
    draft.refresh_from_db()
    assert (draft.state, draft.places.count(), draft.attendees.count()) == (OrderState.DRAFT, 2, 1)


def test_a_hold_in_time_is_not_taken_away_by_others():
    edition = edition_with_days(capacity=1)
    draft_order(edition, domain="first.example")
    with pytest.raises(DaysAreFull):
        draft_order(edition, domain="second.example", now=IN_MARCH + timedelta(minutes=29))


def test_an_expired_hold_is_given_to_whoever_asks_next():
    edition = edition_with_days(capacity=1)
    draft_order(edition, domain="first.example")
    second = placed_order(edition, domain="second.example", now=IN_MARCH + timedelta(minutes=31))
    assert second.state == OrderState.PLACED


def test_working_on_an_order_holds_its_seats_longer_but_not_for_ever():
    draft = draft_order(edition_with_days())
    now = IN_MARCH
    for _ in range(10):
        now += timedelta(minutes=20)
        draft = actions.save_attendees(
            order=draft, people=[PersonEntry("A", "B", "a@b.example", pk=draft.attendees.get().pk)], now=now
        )
    assert draft.hold_until == IN_MARCH + timedelta(hours=2)


def test_removing_a_person_gives_her_seats_back():
    edition = edition_with_days()
    draft = draft_order(edition, [["on_site", "on_site"], ["online", None]])
    keep = first_attendee(draft)
    actions.save_attendees(order=draft, people=[PersonEntry("A", "B", "a@b.example", pk=keep.pk)], now=IN_MARCH)
    assert taken(edition) == [1, 0, 1, 0]


def test_choosing_again_moves_seats_and_never_counts_twice():
    edition = edition_with_days(capacity=2)
    draft = draft_order(edition, [["on_site", "on_site"], ["on_site", None]])
    actions.choose_places(
        order=draft, wishes=wishes(draft, [["online", "on_site"], ["on_site", "on_site"]]), now=IN_MARCH
    )
    assert taken(edition) == [1, 1, 2, 0]
    for day_channel in queries.day_channels_of(edition):
        assert queries.seats_in_use(day_channel) == day_channel.taken


def test_nobody_is_registered_twice_for_a_day():
    edition = edition_with_days()
    placed_order(edition, [["on_site", None]])
    with pytest.raises(AlreadyRegistered) as refused:
        placed_order(edition, [["online", None]])
    [(name, on)] = refused.value.clashes
    assert (name, on.isoformat()) == ("Person Nummer1", "2022-05-02")


def test_everybody_who_is_registered_already_is_named_and_nothing_else_happens():
    edition = edition_with_days()
    placed_order(edition, [["on_site", None], ["online", "online"]])
    sold, issued = taken(edition), Document.objects.count()
    with pytest.raises(AlreadyRegistered) as refused:
        placed_order(edition, [["online", "on_site"], [None, "on_site"], ["on_site", None]])
    named = [(name, on.day) for name, on in refused.value.clashes]
    assert named == [("Person Nummer1", 2), ("Person Nummer2", 3)]
    assert (Order.objects.filter(state=OrderState.PLACED).count(), Document.objects.count()) == (1, issued)
    held = [1, 1, 2, 0]  # by the draft that was refused
    assert taken(edition) == [one + more for one, more in zip(sold, held, strict=True)]


def test_a_code_that_is_taken_is_drawn_again(monkeypatch):
    letters = iter("AAAAA" + "AAAAA" + "BBBBB")
    monkeypatch.setattr(secrets, "choice", lambda _letters: next(letters))
    edition = edition_with_days()
    orders = [actions.start_order(edition=edition, now=IN_MARCH) for _ in range(2)]
    assert [order.code[-5:] for order in orders] == ["AAAAA", "BBBBB"]


def test_outside_the_registration_window_nothing_is_placed():
    edition = edition_with_days()
    draft = draft_order(edition)
    with pytest.raises(RegistrationIsClosed):
        actions.place_order(order=draft, now=datetime(2022, 5, 1, tzinfo=UTC))


def test_free_places_have_no_invoice():
    order = placed_order(edition_with_days(), GROUP, free=True)
    assert order.state == OrderState.PLACED
    assert not Document.objects.exists()


def test_placing_takes_few_queries_however_many_people_come():
    edition = edition_with_days()
    small, large = (
        draft_order(edition, [["on_site", None]] * 2),
        draft_order(edition, [["on_site", None]] * 8, domain="l.example"),
    )
    placed_order(edition, domain="first.example")  # the first number of a year is taken more easily
    counts = []
    for draft in (small, large):
        with CaptureQueriesContext(connection) as captured:
            actions.place_order(order=draft, now=IN_MARCH)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
