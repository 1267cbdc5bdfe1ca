"""The moderation's desk: every part by itself, every act by plain post, nothing for those who do not lead."""

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage import moderation_queries
from werkstatt.rooms.stage.actions import guarding, moderation, polls, reports
from werkstatt.rooms.stage.actions.moderation import StageIsTaken
from werkstatt.rooms.stage.choices import PollKind, QuestionState
from werkstatt.rooms.stage.models import Poll, Stage
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, registered, voice
from werkstatt.services.live.models import Event

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


def test_participants_and_strangers_find_no_desk():
    stage = make_stage()
    client = Client()
    assert client.get(address(stage)).status_code == 302
    client.force_login(registered(stage))
    assert client.get(address(stage)).status_code == 404


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


def test_whoever_asked_is_told_why_her_question_is_hidden():
    stage = make_stage()
    author = voice(stage)
    question = ask(author)
    at_desk(stage).post(address(stage, "moderation_question", question.pk), {"do": "hide", "reason": "Gehört ins Café"})
    question.refresh_from_db()
    assert (question.state, question.hidden_reason) == (QuestionState.HIDDEN, "Gehört ins Café")
    heard = "".join(
        str(event.payload) + str(event.words) for event in Event.objects.filter(topic__name=author.listener)
    )
    assert "Gehört ins Café" in heard
    assert "ausgeblendet" in heard


def test_a_question_can_go_together_with_what_its_author_may_contribute():
    stage = make_stage()
    author = voice(stage)
    question = ask(author)
    at_desk(stage).post(
        address(stage, "moderation_question", question.pk), {"do": "hide_and_block", "reason": "Werbung"}
    )
    author.refresh_from_db()
    assert author.is_blocked
    assert author.block_reason == "Werbung"


def test_whoever_asked_without_a_name_is_never_given_away_by_blocking():
    stage = make_stage()
    author, reader = voice(stage), voice(stage, "online")
    question = ask(author, anonymous=True)
    report = reports.report(voice=reader, thing=question, reason="", now=LATER)
    with pytest.raises(guarding.AuthorStaysUnknown):
        guarding.hide_and_block(question=question, reason="", by=None, now=LATER)
    with pytest.raises(guarding.AuthorStaysUnknown):
        guarding.uphold_report(report=report, by=None, now=LATER, blocks=True)
    author.refresh_from_db()
    assert not author.is_blocked
    client = at_desk(stage)
    client.post(address(stage, "moderation_report", report.pk), {"do": "uphold_and_block"})
    page = client.get(address(stage)).text
    assert "bleibt unbekannt" in page
    assert author.name not in page


def test_polls_stand_in_the_order_in_which_one_needs_them():
    stage = make_stage()
    for question in ("eins", "zwei", "drei", "vier"):
        entry = polls.PollEntry(kind=PollKind.YES_NO, question=question)
        poll = polls.prepare_poll(stage=stage, entry=entry, by=None, now=LATER)
        if question in {"eins", "zwei", "drei"}:
            polls.open_poll(poll=poll, by=None, now=LATER)
    found = moderation_queries.desk_polls(stage)
    assert [each.poll.question for each in found.current] == ["drei", "vier"]
    assert [each.poll.question for each in found.past] == ["zwei", "eins"]
    assert [each.is_next for each in found.current] == [False, True]
