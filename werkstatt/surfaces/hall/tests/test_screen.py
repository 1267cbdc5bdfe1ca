"""The big screen: open to whom it should be, always with the code, and never with anything that is not released."""

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.rooms.stage.actions import hands, leading, moderation, polls
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import HallView, PollKind
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import LATER, ask, guest, make_stage, registered, voice
from werkstatt.surfaces.hall.codes import qr_path
from werkstatt.surfaces.hall.keys import key_of, opens

pytestmark = pytest.mark.django_db
OPTIONS = ("Kaiserpinguin", "Eselspinguin")


def address(stage: Stage, key: str = "") -> str:
    path = reverse("hall:screen", args=[stage.session.edition.slug, stage.session.code])
    return f"{path}?key={key}" if key else path


def seen(stage: Stage) -> str:
    """What hangs on the wall now."""
    return Client().get(address(stage, key_of(stage.pk))).text


def show(stage: Stage, view: HallView) -> str:
    leading.lead_hall(stage=stage, view=view, by=None, now=LATER)
    return seen(stage)


def leader(stage: Stage, kind: RoleKind = RoleKind.FACILITATOR) -> Client:
    client = Client()
    client.force_login(RoleFactory.create(edition=stage.session.edition, kind=kind).person)
    return client


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (RoleKind.ORGANISER, 200),
        (RoleKind.PROGRAMME, 200),
        (RoleKind.FACILITATOR, 200),
        (RoleKind.FINANCE, 404),
        (RoleKind.DOOR, 404),
    ],
)
def test_by_role_only_those_who_lead_find_the_screen(kind, status):
    stage = make_stage()
    assert leader(stage, kind).get(address(stage)).status_code == status


def test_strangers_participants_and_wrong_keys_find_nothing():
    stage, client = make_stage(), Client()
    assert client.get(address(stage)).status_code == 404
    client.force_login(registered(stage))
    assert client.get(address(stage)).status_code == 404
    for key in ("falsch", key_of(stage.pk + 1), key_of(stage.pk)[:-1], str(stage.pk)):
        assert client.get(address(stage, key)).status_code == 404, key


def test_the_signed_address_opens_without_an_account_and_shows_no_way_to_the_desk():
    stage = make_stage()
    response = leader(stage).get(address(stage))
    assert response.context["shared_url"] == address(stage, key_of(stage.pk))
    page = Client().get(response.context["shared_url"])
    assert page.status_code == 200
    assert page.context["shared_url"] == ""
    assert "moderation/" not in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_key_opens_one_screen_and_no_other():
    assert opens(key_of(7), 7)
    assert not opens(key_of(7), 8)
    assert not opens("", 7)


def test_the_screen_hears_only_what_is_made_for_it():
    stage = make_stage()
    stream = Client().get(address(stage, key_of(stage.pk))).context["stream"]
    assert list(stream.ticket.topics) == [stage.hall_topic]


def test_code_and_address_are_always_there_and_the_drawing_leads_to_the_door():
    stage = make_stage()
    for view in HallView:
        page = show(stage, view)
        assert f"{stage.code[:3]} {stage.code[3:]}" in page, view
        assert "testserver/join/" in page
    size, path = qr_path(f"http://testserver/join/{stage.code}/")
    assert path in seen(stage)
    assert f'viewBox="0 0 {size} {size}"' in seen(stage)


def test_questions_reach_the_wall_only_on_stage_and_nameless_ones_without_a_name():
    stage = make_stage(approves_first=True)
    author = guest(stage, "Geheime Gans")
    waiting = ask(author, "Wer zahlt?", anonymous=True)
    for view in HallView:
        assert "Wer zahlt?" not in show(stage, view), view
    moderation.annotate_question(question=waiting, text="Vorsicht, Presse", by=None, now=LATER)
    moderation.put_on_stage(question=waiting, seen=None, by=None, now=LATER)
    page = seen(stage)
    assert "Wer zahlt?" in page
    assert "Gans" not in page
    assert "Presse" not in page
    moderation.hide_question(question=waiting, by=None, now=LATER)
    assert "Wer zahlt?" not in seen(stage)


def test_a_poll_is_nothing_before_it_opens_and_its_result_nothing_before_it_is_shown():
    stage = make_stage()
    entry = polls.PollEntry(kind=PollKind.SINGLE, question="Welcher Pinguin?", options=OPTIONS)
    poll = polls.prepare_poll(stage=stage, entry=entry, by=None, now=LATER)
    assert "Pinguin" not in show(stage, HallView.POLL)
    polls.open_poll(poll=poll, by=None, now=LATER)
    first = str(poll.options.all()[0].pk)
    cast_votes(votes=[Vote(voice(stage), poll.pk, {"choice": [first]})], now=LATER)
    page = seen(stage)
    assert "Kaiserpinguin" in page
    assert "100 %" not in page
    polls.close_poll(poll=poll, by=None, now=LATER)
    assert "100 %" not in seen(stage)
    polls.show_result(poll=poll, by=None, now=LATER)
    assert "100 %" in seen(stage)
    polls.hide_result(poll=poll, by=None, now=LATER)
    assert "100 %" not in seen(stage)


def test_a_word_that_was_hidden_is_not_on_the_wall():
    stage = make_stage()
    entry = polls.PollEntry(kind=PollKind.WORDS, question="Ein Wort?")
    poll = polls.start_poll(stage=stage, entry=entry, by=None, now=LATER, shows_result=True)
    cast_votes(votes=[Vote(voice(stage), poll.pk, {"word": ["Mut", "Quatsch"]})], now=LATER)
    assert "Quatsch" in seen(stage)
    polls.hide_word(poll=poll, word="quatsch", by=None, now=LATER)
    assert "Quatsch" not in seen(stage)


def test_few_enough_speakers_stand_there_to_read_their_names():
    stage = make_stage()
    for number in range(9):
        hands.raise_hand(voice=guest(stage, f"Gast {number}"), now=LATER)
    hands.call_next_hand(stage=stage, now=LATER)
    page = show(stage, HallView.SPEAKING)
    assert [f"Gast {number}" in page for number in range(9)] == [True] * 5 + [False] * 4


def test_the_longest_question_and_the_shortest_are_set_in_other_sizes():
    stage = make_stage()
    long = ask(voice(stage), "Wort " * 99)
    moderation.put_on_stage(question=long, seen=None, by=None, now=LATER)
    assert "scene__text--xxs" in seen(stage)
    short = ask(voice(stage, "online"), "Wann?")
    moderation.put_on_stage(question=short, seen=long.pk, by=None, now=LATER)
    assert "scene__text--l" in seen(stage)


def test_when_all_is_over_nobody_is_asked_to_join():
    stage = make_stage()
    leading.end_stage(stage=stage, by=None, now=LATER)
    assert "Vielen Dank!" in seen(stage)
    assert "scene--ended" in seen(stage)
