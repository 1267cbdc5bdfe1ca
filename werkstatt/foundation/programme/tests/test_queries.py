import pytest
from django.contrib.auth.models import AnonymousUser

from werkstatt.foundation.events.choices import Channel, EditionState
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.actions import cancel_session, star_session, unstar_session
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.queries import (
    clashes_in,
    figures_of,
    now_and_next,
    plan_of,
    sessions_of_day,
    sessions_visible_to,
    speakers_in,
    starred_by,
)
from werkstatt.foundation.programme.tests.factories import (
    MONDAY,
    NOW,
    at,
    make_edition,
    make_session,
    make_speaker,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_a_day_costs_the_same_queries_however_full_it_is(number, django_assert_num_queries):
    edition = make_edition()
    theme = make_theme(edition)
    for index in range(number):
        make_session(
            edition, starts=f"{10 + index}:00", ends=f"{11 + index}:00", theme=theme, speakers=[make_speaker()]
        )
    day = edition.days.select_related("edition").get(on=MONDAY)
    with django_assert_num_queries(2):
        for session in sessions_of_day(day):
            assert session.theme == theme
            assert session.hall_room
            assert [link.speaker.name for link in session.cast] == ["Maria Muster"]


def test_each_channel_has_a_programme_of_its_own_and_both_share_what_is_both():
    edition = make_edition()
    make_session(edition, "Saal", hall="Werkstatt 2")
    make_session(edition, "Netz", channel=SessionChannel.ONLINE, online="Raum B")
    make_session(edition, "Beides", channel=SessionChannel.BOTH, hall="Plenum")
    day = edition.days.get(on=MONDAY)
    assert [s.title for s in sessions_of_day(day, Channel.ON_SITE)] == ["Beides", "Saal"]
    assert {s.title for s in sessions_of_day(day, Channel.ONLINE)} == {"Netz", "Beides"}
    figures = figures_of(edition)
    assert (figures.total, figures.on_site, figures.online) == (3, 2, 2)


def test_those_at_home_find_what_is_streamed_in_their_programme():
    edition = make_edition()
    make_session(edition, "Podium", hall="Plenum", online="Raum A")
    make_session(edition, "Werkstatt", hall="Werkstatt 2")
    day = edition.days.get(on=MONDAY)
    assert [s.title for s in sessions_of_day(day, Channel.ONLINE)] == ["Podium"]
    figures = figures_of(edition)
    assert (figures.total, figures.on_site, figures.online) == (2, 2, 0)


def test_the_edge_of_midnight_belongs_to_the_local_day():
    edition = make_edition()
    make_session(edition, starts="0:15", ends="1:00")
    make_session(edition, starts="23:00", ends="23:59", hall="Plenum")
    first, second = edition.days.all()
    assert (len(sessions_of_day(first)), len(sessions_of_day(second))) == (2, 0)


def test_sessions_of_a_draft_are_nobodys_business():
    make_session(make_edition(state=EditionState.DRAFT))
    assert not sessions_visible_to(AnonymousUser()).exists()


def test_now_and_next_leave_out_what_is_cancelled():
    edition = make_edition()
    running = make_session(edition, "läuft", starts="10:00", ends="11:00")
    cancel_session(session=make_session(edition, "fällt aus", starts="11:00", ends="12:00"), note="", now=NOW)
    make_session(edition, "Pause", starts="11:10", ends="11:20", format=SessionFormat.BREAK)
    soon = make_session(edition, "danach", starts="11:30", ends="12:00")
    found = now_and_next(sessions_of_day(edition.days.get(on=MONDAY)), at("10:30"))
    assert (found.now, found.next) == ([running], [soon])


def test_a_plan_is_kept_once_and_says_where_it_clashes():
    edition = make_edition()
    person = Person.objects.create_user(email="maria@example.org")
    one = make_session(edition, "Eins", starts="10:00", ends="11:00")
    two = make_session(edition, "Zwei", starts="10:30", ends="11:30", hall="Plenum")
    for session in (one, one, two):
        star_session(session=session, person=person, now=NOW)
    plan = plan_of(person, edition)
    assert clashes_in(plan) == [(one, two)]
    assert starred_by(person, edition) == {one.pk, two.pk}
    unstar_session(session=two, person=person)
    assert clashes_in(plan_of(person, edition)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_speakers_costs_one_query(number, django_assert_num_queries):
    edition = make_edition()
    for index in range(number):
        make_session(edition, starts=f"{10 + index}:00", ends=f"{11 + index}:00", speakers=[make_speaker(f"A {index}")])
    with django_assert_num_queries(1):
        assert [len(here.sessions) for here in speakers_in(edition)] == [1] * number
