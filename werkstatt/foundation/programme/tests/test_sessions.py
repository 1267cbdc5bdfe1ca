from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.people.models import LogEntry
from werkstatt.foundation.programme.actions import (
    CodeIsTaken,
    DayIsNotPartOfEdition,
    RoomDoesNotFit,
    RoomIsTaken,
    SessionEntry,
    cancel_session,
    edit_session,
    move_session,
    restore_session,
)
from werkstatt.foundation.programme.actions.sessions import slot_of
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.signals import session_moved
from werkstatt.foundation.programme.slots import Slot, former_slot
from werkstatt.foundation.programme.tests.factories import (
    MONDAY,
    NOW,
    at,
    make_edition,
    make_session,
    make_speaker,
    room,
)

pytestmark = pytest.mark.django_db


def test_no_two_sessions_in_one_room_at_one_time():
    edition = make_edition()
    first = make_session(edition, "Erste", starts="10:00", ends="11:00")
    with pytest.raises(RoomIsTaken) as problem:
        make_session(edition, "Zweite", starts="10:59", ends="12:00")
    assert problem.value.other == first
    assert problem.value.room == first.hall_room
    assert Session.objects.count() == 1


def test_one_may_begin_when_the_other_ends():
    edition = make_edition()
    make_session(edition, "Erste", starts="10:00", ends="11:00")
    make_session(edition, "Zweite", starts="11:00", ends="12:00")
    assert Session.objects.count() == 2


def test_a_session_on_both_channels_holds_both_rooms():
    edition = make_edition()
    make_session(edition, "Podium", channel=SessionChannel.BOTH, hall="Plenum", online="Raum A")
    with pytest.raises(RoomIsTaken) as problem:
        make_session(edition, "Sprechstunde", channel=SessionChannel.ONLINE, online="Raum A")
    assert str(problem.value.room) == "Raum A"


@pytest.mark.parametrize(
    ("channel", "hall", "online", "field", "is_missing"),
    [
        (SessionChannel.ON_SITE, None, None, "hall_room", True),
        (SessionChannel.ONLINE, None, None, "online_room", True),
        (SessionChannel.BOTH, "Plenum", None, "online_room", True),
        (SessionChannel.ON_SITE, "Plenum", "Werkstatt 1", "online_room", False),
        (SessionChannel.ON_SITE, "Raum A", None, "hall_room", False),
        (SessionChannel.ONLINE, "Plenum", "Raum A", "hall_room", False),
    ],
)
def test_rooms_follow_the_channel(channel, hall, online, field, is_missing):
    with pytest.raises(RoomDoesNotFit) as problem:
        make_session(make_edition(), channel=channel, hall=hall, online=online)
    assert (problem.value.field, problem.value.is_missing) == (field, is_missing)


def test_a_session_of_the_hall_may_be_streamed():
    session = make_session(make_edition(), "Podium", hall="Plenum", online="Raum A")
    assert session.is_streamed
    assert session.channels == [Channel.ON_SITE, Channel.ONLINE]
    assert (session.channel, session.reach) == (SessionChannel.ON_SITE, SessionChannel.BOTH)
    with pytest.raises(RoomIsTaken):
        make_session(session.edition, "Sprechstunde", channel=SessionChannel.ONLINE, online="Raum A")


def test_a_room_of_another_edition_does_not_fit():
    edition, other = make_edition(), make_edition("neo-2024")
    session = make_session(edition)
    foreign = Slot(session.starts_at, session.ends_at, room(other, "Plenum"))
    with pytest.raises(RoomDoesNotFit):
        move_session(session=session, slot=foreign, now=NOW)


def test_the_database_keeps_rooms_and_channels_together():
    session = make_session(make_edition())
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(channel=SessionChannel.ONLINE)


def test_a_break_may_stand_across_all_rooms():
    pause = make_session(make_edition(), "Mittag", format=SessionFormat.BREAK, hall=None)
    assert pause.hall_room is None


@pytest.mark.parametrize(("starts", "ends", "days_later"), [("10:00", "11:00", 7), ("11:00", "10:00", 0)])
def test_sessions_stay_within_the_days_of_the_edition(starts, ends, days_later):
    with pytest.raises(DayIsNotPartOfEdition):
        make_session(make_edition(), starts=starts, ends=ends, on=MONDAY + timedelta(days=days_later))


def test_a_move_remembers_the_first_place(django_capture_on_commit_callbacks):
    edition = make_edition()
    session = make_session(edition, starts="10:00", ends="11:00")
    heard = []

    def listen(**said):
        heard.append(said["before"])

    session_moved.connect(listen)
    first = slot_of(session)
    with django_capture_on_commit_callbacks(execute=True):
        moved = move_session(session=session, slot=Slot(at("14:00"), at("15:00"), room(edition, "Plenum")), now=NOW)
    session_moved.disconnect(listen)
    again = move_session(session=moved, slot=Slot(at("15:00"), at("16:00"), room(edition, "Plenum")), now=NOW)
    former = former_slot(again.moved_from)
    assert former is not None
    assert (former.starts_at, former.hall_room) == (at("10:00"), "Werkstatt 1")
    assert again.sequence == 2
    assert heard == [first]
    back = move_session(session=again, slot=first, now=NOW)
    assert not back.is_moved


def test_a_cancelled_session_stays_and_frees_its_room():
    edition = make_edition()
    session = cancel_session(session=make_session(edition), note="Die Vortragende ist\u202e erkrankt.", now=NOW)
    assert (session.is_cancelled, session.state_note, session.sequence) == (True, "Die Vortragende ist erkrankt.", 1)
    instead = make_session(edition, "Ersatz")
    with pytest.raises(RoomIsTaken) as problem:
        restore_session(session=session, now=NOW)
    assert problem.value.other == instead
    session.refresh_from_db()
    assert session.is_cancelled


def test_cancelling_twice_is_cancelling_once():
    session = make_session(make_edition())
    cancel_session(session=session, note="", now=NOW)
    cancel_session(session=session, note="noch einmal", now=NOW)
    session.refresh_from_db()
    assert session.sequence == 1
    assert LogEntry.objects.filter(verb="session_cancelled").count() == 1


def test_editing_keeps_the_cast_unless_told_and_counts_a_new_time_as_a_move():
    edition = make_edition()
    one, two = make_speaker("Maria Muster"), make_speaker("Jo Beispiel")
    session = make_session(edition, speakers=[one, two])
    slot = Slot(at("12:00"), at("13:00"), session.hall_room)
    entry = SessionEntry("Neuer Titel", SessionFormat.PANEL, SessionChannel.ON_SITE, slot)
    changed = edit_session(session=session, entry=entry, now=NOW)
    assert [link.speaker for link in changed.speaker_links.all()] == [one, two]
    assert (changed.title, changed.format, changed.is_moved) == ("Neuer Titel", "panel", True)


def test_codes_come_from_titles_and_are_unique_in_an_edition():
    edition = make_edition()
    one = make_session(edition, "Was bleibt nach der Werkstatt?")
    two = make_session(edition, "Was bleibt nach der Werkstatt?", starts="12:00", ends="13:00")
    assert (one.code, two.code) == ("was-bleibt-nach-der-werkstatt", "was-bleibt-nach-der-werkstatt-2")
    with pytest.raises(CodeIsTaken):
        make_session(edition, "Dritte", starts="14:00", ends="15:00", code=one.code)
