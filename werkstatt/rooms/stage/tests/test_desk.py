"""The moderation's desk: every part by itself, every act by plain post, nothing for those who do not lead."""

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions import moderation, polls
from werkstatt.rooms.stage.actions.moderation import StageIsTaken
from werkstatt.rooms.stage.choices import PollKind, QuestionState
from werkstatt.rooms.stage.models import Poll, Stage
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, registered, voice

pytestmark = pytest.mark.django_db
PARTS = ("lead", "questions", "polls", "hands", "chat", "reports", "voice")


def at_desk(stage: Stage, kind: RoleKind = RoleKind.FACILITATOR) -> Client:
    client = Client()
    client.force_login(
        RoleFactory.create(edition=stage.session.edition, person=PersonFactory.create(), kind=kind).person
    )
    return client


def address(stage: Stage, name: str = "moderation", *more: object) -> str:
    return reverse(f"stage:{name}", args=[stage.session.edition.slug, stage.session.code, *more])


def test_the_whole_desk_and_each_of_its_parts_can_be_read():
    stage = make_stage()
    ask(voice(stage, "online"), "Wer zahlt das?")
    for kind in PollKind:
        entry = polls.PollEntry(kind=kind, question="Was?", options=("a", "b") if kind in polls.WITH_OPTIONS else ())
        polls.start_poll(stage=stage, entry=entry, by=None, now=LATER)
    client = at_desk(stage)
    assert "Wer zahlt das?" in client.get(address(stage)).text
    for part in PARTS:
        assert client.get(address(stage, "moderation_part", part)).status_code == 200, part


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
def test_only_those_who_lead_find_the_desk(kind, status):
    stage = make_stage()
    assert at_desk(stage, kind).get(address(stage)).status_code == status


def test_participants_and_strangers_find_no_desk_and_no_screen():
    stage = make_stage()
    client = Client()
    assert client.get(address(stage)).status_code == 302
    client.force_login(registered(stage))
    screen = reverse("hall:screen", args=[stage.session.edition.slug, stage.session.code])
    assert client.get(address(stage)).status_code == client.get(screen).status_code == 404


def test_the_screen_opens_for_whoever_leads_and_for_the_signed_address():
    stage = make_stage()
    screen = reverse("hall:screen", args=[stage.session.edition.slug, stage.session.code])
    response = at_desk(stage).get(screen)
    assert response.status_code == 200
    assert Client().get(response.context["shared_url"]).status_code == 200
    assert Client().get(f"{screen}?key=falsch").status_code == 404


def test_a_question_goes_on_stage_by_a_plain_post():
    stage = make_stage()
    question = ask(voice(stage))
    response = at_desk(stage).post(address(stage, "moderation_question", question.pk), {"do": "stage", "seen": ""})
    assert response.status_code == 302
    question.refresh_from_db()
    assert question.state == QuestionState.ON_STAGE


def test_nobody_pushes_away_a_question_she_has_not_seen():
    stage = make_stage()
    first, second = ask(voice(stage)), ask(voice(stage, "online"), "Und wann?")
    moderation.put_on_stage(question=first, seen=None, by=None, now=LATER)
    with pytest.raises(StageIsTaken):
        moderation.put_on_stage(question=second, seen=None, by=None, now=LATER)
    moderation.put_on_stage(question=second, seen=first.pk, by=None, now=LATER)
    first.refresh_from_db()
    assert first.state == QuestionState.ANSWERED


def test_an_instant_poll_opens_with_one_post():
    stage = make_stage()
    at_desk(stage).post(address(stage, "moderation_instant"), {"kind": "yes_no", "question": "Pause?"})
    assert Poll.objects.get().state == "open"


def test_merging_gathers_supporters_without_counting_anyone_twice():
    stage = make_stage()
    author = voice(stage)
    one, two = ask(author), ask(voice(stage, "online"), "Wer bezahlt?")
    target = moderation.merge_questions(question=two, into=one, by=None, now=LATER)
    assert target.supports.count() == 1


def test_forms_of_the_desk_open():
    stage = make_stage()
    client = at_desk(stage)
    for name in ("moderation_settings", "moderation_poll_new"):
        assert client.get(address(stage, name)).status_code == 200, name
