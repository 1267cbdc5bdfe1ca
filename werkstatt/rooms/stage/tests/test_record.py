"""The record: everything that was seen on the stage, nothing that was not; for those who took part, once it is published."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client

from werkstatt.foundation.people.actions import erase_person
from werkstatt.foundation.programme.tests.factories import make_edition
from werkstatt.foundation.trail.actions import join
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import ref, results
from werkstatt.foundation.trail.models import Link
from werkstatt.foundation.trail.queries import kept_for
from werkstatt.rooms.stage.actions import chat, leading, listening, moderation, polls, questions, reactions, record
from werkstatt.rooms.stage.actions.feedback import give_feedback
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import PollKind, Reaction
from werkstatt.rooms.stage.models import Question, Stage, Voice
from werkstatt.rooms.stage.record_queries import Record
from werkstatt.rooms.stage.tests.factories import (
    LATER,
    START,
    ask,
    guest,
    hybrid_session,
    make_stage,
    voice,
)
from werkstatt.rooms.stage.tests.test_desk import address, at_desk

pytestmark = pytest.mark.django_db
END = START + timedelta(hours=1)


def ended(stage: Stage, *, published: bool = True, chat: bool = False) -> Stage:
    leading.end_stage(stage=stage, by=None, now=END)
    if chat:
        record.choose_chat(stage=stage, has_chat=True, by=None, now=END)
    if published:
        record.publish_record(stage=stage, by=None, now=END)
    return Stage.objects.select_related("session__edition__series").get(pk=stage.pk)


def yes_no(stage: Stage, question: str, *votes: tuple[Voice, str], shown: bool = True) -> None:
    poll = polls.start_poll(
        stage=stage, entry=polls.PollEntry(kind=PollKind.YES_NO, question=question), by=None, now=LATER
    )
    cast_votes(votes=[Vote(by, poll.pk, {"choice": [choice]}) for by, choice in votes], now=LATER)
    polls.close_poll(poll=poll, by=None, now=LATER, shows_result=shown)


def reader(of: Voice) -> Client:
    client = Client()
    assert of.person is not None
    client.force_login(of.person)
    return client


# -- what it holds --


def test_merged_questions_stand_under_the_one_that_was_answered():
    stage = make_stage()
    one, two = ask(voice(stage), "Wer zahlt?"), ask(voice(stage, "online"), "Wer bezahlt?")
    moderation.merge_questions(question=two, into=one, by=None, now=LATER)
    moderation.write_answer(question=one, text="Der Landkreis.", by=None, now=LATER)
    open_one = ask(voice(stage), "Und wann?")
    found = Record(ended(stage))
    (answered,), (still_open,) = found.answered, found.open
    assert (answered.question, [each.pk for each in answered.merged]) == (one, [two.pk])
    assert still_open.question == open_one


def test_when_an_author_withdraws_what_others_were_merged_into_theirs_stand_for_themselves():
    stage = make_stage()
    one, two = ask(voice(stage), "Wer zahlt?"), ask(voice(stage, "online"), "Wer bezahlt?")
    moderation.merge_questions(question=two, into=one, by=None, now=LATER)
    questions.withdraw_question(question=one, now=LATER)
    assert [each.question for each in Record(ended(stage)).open] == [two]


def test_hidden_withdrawn_and_unreleased_questions_are_nowhere():
    stage = make_stage()
    author = voice(stage)
    hidden, merged, withdrawn = ask(author, "Versteckt"), ask(author, "Hängt daran"), ask(author, "Zurückgezogen")
    moderation.merge_questions(question=merged, into=hidden, by=None, now=LATER)
    moderation.hide_question(question=hidden, by=None, now=LATER)
    questions.withdraw_question(question=withdrawn, now=LATER)
    Stage.objects.filter(pk=stage.pk).update(approves_first=True)
    author.stage.approves_first = True
    ask(author, "Nie freigegeben")
    stage = ended(stage)
    page = reader(author).get(address(stage, "record")).text
    sheet = reader(author).get(address(stage, "record_questions")).content.decode()
    for text in ("Versteckt", "Hängt daran", "Zurückgezogen", "Nie freigegeben"):
        assert text not in page
        assert text not in sheet
    assert Record(stage).questions == []


def test_anonymous_stays_anonymous_on_the_page_in_the_list_and_on_paper():
    stage = make_stage()
    shy = voice(stage, first_name="Scheue", last_name="Person")
    ask(shy, "Darf man das?", anonymous=True)
    bold = voice(stage, "online", first_name="Kühne", last_name="Frau")
    ask(bold, "Warum nicht?")
    stage = ended(stage)
    client = reader(bold)
    page = client.get(address(stage, "record")).text
    sheet = client.get(address(stage, "record_questions")).content.decode()
    assert "Kühne Frau" in page
    assert "Kühne Frau" in sheet
    assert "Scheue" not in page + sheet
    with pikepdf.open(io.BytesIO(client.get(address(stage, "record_paper")).content)) as pdf:
        assert "Scheue" not in str(pdf.Root)
    assert page.count("ohne Namen") == 1


def test_a_name_that_was_erased_is_gone_from_the_record():
    stage = make_stage()
    leaving = voice(stage, first_name="Gehende", last_name="Person")
    ask(leaving, "Und tschüss?")
    stage = ended(stage)
    assert leaving.person is not None
    erase_person(person=leaving.person, now=END + timedelta(days=30))
    page = at_desk(stage).get(address(stage, "record")).text
    assert "Und tschüss?" in page
    assert "Gehende" not in page
    assert "ohne Namen" in page


def test_a_result_that_was_never_shown_is_for_the_moderation_alone():
    stage = make_stage()
    one, two = voice(stage), voice(stage, "online")
    yes_no(stage, "Gezeigt?", (one, "yes"), (two, "no"))
    yes_no(stage, "Verborgen?", (one, "yes"), shown=False)
    stage = ended(stage)
    assert [each.poll.question for each in Record(stage).results] == ["Gezeigt?"]
    assert "Verborgen?" not in reader(one).get(address(stage, "record")).text
    desk = at_desk(stage)
    assert "Verborgen?" in desk.get(address(stage, "moderation_record")).text
    poll = stage.polls.get(question="Verborgen?")
    desk.post(address(stage, "moderation_record_poll", poll.pk), {"do": "show"})
    assert "Verborgen?" in reader(one).get(address(stage, "record")).text


def test_the_chat_is_there_only_if_the_moderation_chose_it():
    stage = make_stage()
    one = voice(stage)
    chat.write_message(voice=one, text="Nur unter uns", now=LATER)
    stage = ended(stage)
    client = reader(one)
    assert "Nur unter uns" not in client.get(address(stage, "record")).text
    assert client.get(address(stage, "record_chat")).status_code == 404
    at_desk(stage).post(address(stage, "moderation_record_chat"), {"chat": "1"})
    assert "Nur unter uns" in client.get(address(stage, "record")).text
    assert "Nur unter uns" in client.get(address(stage, "record_chat")).content.decode()


def test_numbers_and_equal_voice_count_both_channels_and_nobody_who_came_too_late():
    stage = make_stage()
    hall, home = voice(stage), voice(stage, "online")
    for number in range(4):
        ask(hall, f"Frage {number}?")
    reactions.react([(hall, Reaction.APPLAUSE), (home, Reaction.HEART)], now=LATER)
    yes_no(stage, "Pause?", (hall, "yes"), (home, "no"))
    for minute, on_site in ((0, 10), (1, 12)):
        counts = {"on_site": on_site, "online": 8}
        listening.note_listeners(stage=stage, counts=counts, now=START + timedelta(minutes=minute))
    stage = ended(stage)
    late = voice(stage)
    Voice.objects.filter(pk=late.pk).update(joined_at=END + timedelta(days=1))
    found = Record(stage)
    assert (found.count("voices").total, found.count("reactions").total) == (2, 2)
    assert (found.count("ballots").on_site, found.count("ballots").online) == (1, 1)
    assert (found.peak.on_site, found.peak.online) == (12, 8)
    assert (found.equal.listeners, found.equal.behind) == (found.peak, "online")


def test_readers_see_ratings_only_when_nobody_can_guess_whose_they_are():
    stage = make_stage()
    voices = [voice(stage), voice(stage, "online"), guest(stage)]
    stage = ended(stage)
    for number, each in enumerate(voices, start=1):
        page = reader(voices[0]).get(address(stage, "record")).text
        assert "Im Mittel" not in page
        give_feedback(voice=each, rating=6 - number, kept="Geheimes Wort", missed="", now=END)
    page = reader(voices[0]).get(address(stage, "record")).text
    assert "Im Mittel 4,0 von 5 (3 Rückmeldungen)." in page
    assert "Geheimes Wort" not in page
    assert "Geheimes Wort" in at_desk(stage).get(address(stage, "moderation_record")).text


# -- publishing --


def test_nothing_is_published_before_the_end_and_what_is_withdrawn_is_closed_again():
    stage = make_stage()
    own = voice(stage)
    with pytest.raises(record.StageStillRuns):
        record.publish_record(stage=stage, by=None, now=LATER)
    stage = ended(stage)
    client, desk = reader(own), at_desk(stage)
    assert client.get(address(stage, "record")).status_code == 200
    desk.post(address(stage, "moderation_publication"), {"do": "withdraw"})
    for name in ("record", "record_paper", "record_questions", "record_polls"):
        assert client.get(address(stage, name)).status_code == 404, name


def test_after_the_end_the_page_of_the_stage_leads_to_the_record_and_the_feedback():
    stage = make_stage()
    own = voice(stage)
    client = reader(own)
    assert address(stage, "feedback") not in client.get(address(stage, "stage")).text
    stage = ended(stage, published=False)
    page = client.get(address(stage, "stage")).text
    assert address(stage, "feedback") in page
    assert address(stage, "record") not in page
    record.publish_record(stage=stage, by=None, now=END)
    assert address(stage, "record") in client.get(address(stage, "stage")).text


# -- what the moderation does with it --


def test_an_answer_is_written_afterwards():
    stage = make_stage()
    question = ask(voice(stage))
    stage = ended(stage)
    desk = at_desk(stage)
    desk.post(address(stage, "moderation_record_question", question.pk), {"do": "answer", "text": "Alle.\r\nZusammen."})
    assert "<p>Alle.<br>Zusammen.</p>" in desk.get(address(stage, "record")).text
    question.refresh_from_db()
    assert question.state == "answered"


def test_a_question_is_carried_on_with_its_origin_and_who_decided():
    stage = make_stage()
    question = ask(voice(stage), "Wer macht mit?")
    stage = ended(stage)
    desk = at_desk(stage)
    carry = address(stage, "moderation_record_question", question.pk)
    desk.post(carry, {"do": "carry_on"})
    desk.post(carry, {"do": "carry_on"})
    (kept,) = kept_for(stage.session.edition)
    assert kept.result.told.title == "Wer macht mit?"
    assert [origin.told.title for origin in kept.origins] == [stage.session.title]
    assert kept.decided_by is not None
    assert "wird weitergeführt" in desk.get(address(stage, "record")).text
    desk.post(carry, {"do": "let_go"})
    assert kept_for(stage.session.edition) == []
    assert Link.objects.count() == 0


def test_what_became_something_is_not_let_go_and_shows_what_it_became():
    stage = make_stage()
    question, other = ask(voice(stage)), ask(voice(stage, "online"), "Die nächste Frage?")
    record.carry_on(question=question, by=None, now=LATER)
    own, target = ref("stage.question", question.pk), ref("stage.question", other.pk)
    join(source=own, target=target, relation=Relation.BECAME, by=None, now=LATER)
    with pytest.raises(record.SomethingBecameOfIt):
        record.let_go(question=question, by=None, now=LATER)
    found = Record(ended(stage))
    assert [each.told.title for each in found.carried_on[0].became] == ["Die nächste Frage?"]


@pytest.mark.parametrize("change", [{"state": "hidden"}, {"state": "withdrawn"}, {"state": "waiting_approval"}])
def test_only_what_everybody_saw_is_carried_on_and_named(change):
    stage = make_stage()
    question = ask(voice(stage))
    Question.objects.filter(pk=question.pk).update(**change)
    with pytest.raises(record.QuestionIsNotSeen):
        record.carry_on(question=question, by=None, now=LATER)
    assert results([ref("stage.question", question.pk)]) == {}


def test_polls_can_be_named_once_their_result_is_known():
    stage = make_stage()
    yes_no(stage, "Pause?", (voice(stage), "yes"))
    yes_no(stage, "Ende?", shown=False)
    refs = [ref("stage.poll", poll.pk) for poll in stage.polls.all()]
    assert [each.told.title for each in results(refs).values()] == ["Pause?"]


# -- how much it asks --


def fill(stage: Stage, number: int) -> None:
    """`number` of everything."""
    for each in range(number):
        hall, home = voice(stage), voice(stage, "online")
        one = ask(hall, f"Frage {each}?")
        two = ask(home, f"Dieselbe Frage {each}?")
        moderation.merge_questions(question=two, into=one, by=None, now=LATER)
        moderation.write_answer(question=one, text="So.", by=None, now=LATER)
        record.carry_on(question=one, by=None, now=LATER)
        chat.write_message(voice=hall, text="Hallo", now=LATER)
        yes_no(stage, f"Umfrage {each}?", (hall, "yes"), (home, "no"))
        counts = {"on_site": 3, "online": 2}
        listening.note_listeners(stage=stage, counts=counts, now=START + timedelta(minutes=each))


def test_pages_ask_as_often_for_three_as_for_one(django_assert_max_num_queries):
    counted: dict[str, set[int]] = {}
    for number in (1, 3):
        stage = make_stage(hybrid_session(make_edition(f"neo-{number}")))
        fill(stage, number)
        stage = ended(stage, chat=True)
        client = at_desk(stage)
        for name in ("record", "moderation_record", "record_questions"):
            client.get(address(stage, name))
            with django_assert_max_num_queries(12) as asked:
                assert client.get(address(stage, name)).status_code == 200
            counted.setdefault(name, set()).add(len(asked))
    assert {len(numbers) for numbers in counted.values()} == {1}, counted


# -- counting --


def test_counting_the_same_minute_again_keeps_the_highest():
    stage = make_stage()
    for count in (5, 9, 7):
        listening.note_listeners(stage=stage, counts={"online": count}, now=START)
    assert {row.channel: row.count for row in stage.listener_counts.all()} == {"on_site": 0, "online": 9}


def test_only_running_stages_are_counted_and_no_forgotten_one_for_ever():
    stage = make_stage()
    assert listening.count_listeners(now=START) == 1
    assert listening.count_listeners(now=stage.session.ends_at + timedelta(hours=4)) == 0
    ended(stage)
    assert listening.count_listeners(now=START) == 0
