"""The participants' page: the same without JavaScript, personal where it must be, closed to whom it is closed."""

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions import chat, questions
from werkstatt.rooms.stage.choices import Asking, HandState, QuestionState, StageState
from werkstatt.rooms.stage.models import Hand, Message, Question, Report, Stage, Support, Voice
from werkstatt.rooms.stage.tests.factories import LATER, START, ask, guest, make_stage, registered, voice

pytestmark = pytest.mark.django_db


def url(stage: Stage, name: str = "stage", **kwargs: object) -> str:
    session = stage.session
    return reverse(f"stage:{name}", kwargs={"edition": session.edition.slug, "code": session.code, **kwargs})


def visit(stage: Stage, channel: str = "on_site") -> tuple[Client, Voice]:
    """A registered person on the page."""
    client, person = Client(), registered(stage, channel, first_name="Rita", last_name=f"Rathaus{stage.pk}{channel}")
    client.force_login(person)
    assert client.get(url(stage)).status_code == 200
    return client, Voice.objects.get(person=person)


def test_registered_people_are_in_with_one_click():
    stage = make_stage()
    _client, own = visit(stage, "online")
    assert own.channel == "online"


def test_whoever_is_not_registered_finds_the_door_with_a_way_in():
    stage = make_stage()
    stranger = Client()
    assert "Mit Code teilnehmen" in stranger.get(url(stage)).content.decode()
    stranger.force_login(PersonFactory.create())
    assert "Ihre Anmeldung gilt nicht" in stranger.get(url(stage)).content.decode()
    assert Voice.objects.count() == 0


def test_a_question_is_asked_by_a_plain_post():
    stage = make_stage()
    client, own = visit(stage)
    answer = client.post(url(stage, "questions"), {"text": "Wer <b>zahlt</b> das?", "once_key": "a"}, follow=True)
    page = answer.content.decode()
    assert "Wer &lt;b&gt;zahlt&lt;/b&gt; das?" in page
    assert "Ihre Frage steht in der Liste." in page
    assert f'data-if-mine="own-q{Question.objects.get().pk}">' in page
    assert own.questions.count() == 1


def test_a_refused_question_keeps_what_was_typed():
    stage = make_stage()
    client, _own = visit(stage)
    answer = client.post(url(stage, "questions"), {"text": "Wort " * 200})
    assert answer.status_code == 422
    assert "höchstens 500 Zeichen" in answer.content.decode()
    assert "Wort Wort" in answer.content.decode()


def test_support_shows_as_pressed_to_its_voice_alone():
    stage = make_stage()
    (client, _own), (other, _) = visit(stage), visit(stage, "online")
    question = ask(voice(stage))
    client.post(url(stage, "supports"), {"question": question.pk})
    pressed = f'data-press-mine="support-{question.pk}" aria-pressed="true"'
    assert pressed in client.get(url(stage)).content.decode()
    assert pressed not in other.get(url(stage)).content.decode()
    assert Support.objects.count() == 1


def test_only_the_author_withdraws_a_question():
    stage = make_stage()
    (client, own), (other, _) = visit(stage), visit(stage, "online")
    question = ask(own)
    assert other.post(url(stage, "withdrawals"), {"question": question.pk}).status_code == 404
    client.post(url(stage, "withdrawals"), {"question": question.pk})
    question.refresh_from_db()
    assert question.state == QuestionState.WITHDRAWN


def test_an_unreleased_question_is_on_its_author_s_page_alone():
    stage = make_stage(approves_first=True)
    (client, own), (other, _) = visit(stage), visit(stage, "online")
    ask(own, "Noch geheim?")
    assert "Noch geheim?" in client.get(url(stage)).content.decode()
    assert "Noch geheim?" not in other.get(url(stage)).content.decode()


def test_messages_are_written_answered_edited_and_deleted():
    stage = make_stage()
    client, own = visit(stage)
    first = chat.write_message(voice=voice(stage, "online"), text="Guten Morgen", now=LATER)
    client.post(url(stage, "messages"), {"text": "Guten Morgen zurück", "reply": first.pk})
    mine = own.messages.get()
    assert mine.reply_to == first
    assert client.post(url(stage, "message", pk=first.pk), {"text": "Fremd"}).status_code == 404
    client.post(url(stage, "message", pk=mine.pk), {"text": "Moin"})
    assert Message.objects.get(pk=mine.pk).text == "Moin"
    client.post(url(stage, "message_removals"), {"message": mine.pk})
    assert "Diese Nachricht wurde gelöscht." in client.get(url(stage)).content.decode()


def test_a_hand_goes_up_and_down():
    stage = make_stage()
    client, own = visit(stage)
    client.post(url(stage, "hands"), {"about": "Kosten"})
    client.post(url(stage, "hands"), {"about": "Noch einmal"})
    assert own.hands.get().about == "Kosten"
    assert "Sie stehen auf der Redeliste." in client.get(url(stage)).content.decode()
    client.post(url(stage, "hands_lowering"))
    assert own.hands.get().state == HandState.LOWERED


def test_reactions_are_counted_without_a_name():
    stage = make_stage()
    client, _own = visit(stage)
    client.post(url(stage, "reactions"), {"kind": "applause"})
    client.post(url(stage, "reactions"), {"kind": "applause"})
    client.post(url(stage, "reactions"), {"kind": "bomb"})
    count = stage.reaction_counts.get()
    assert (count.kind, count.channel, count.count) == ("applause", "on_site", 2)


def test_a_report_reaches_the_moderation_once():
    stage = make_stage()
    client, _own = visit(stage)
    question = ask(voice(stage))
    assert "Wer zahlt das?" in client.get(url(stage, "reports"), {"question": question.pk}).content.decode()
    for _ in range(2):
        client.post(url(stage, "reports"), {"question": question.pk, "reason": "unfreundlich"})
    assert Report.objects.get().reason == "unfreundlich"


def test_a_blocked_voice_reads_why_and_contributes_nothing():
    stage = make_stage()
    client, own = visit(stage)
    Voice.objects.filter(pk=own.pk).update(blocked_at=LATER, block_reason="Beleidigung")
    page = client.get(url(stage)).content.decode()
    assert "Grund: Beleidigung" in page
    client.post(url(stage, "questions"), {"text": "Trotzdem?"})
    client.post(url(stage, "messages"), {"text": "Trotzdem!"})
    client.post(url(stage, "hands"))
    assert not (Question.objects.exists())
    assert not (Message.objects.exists())
    assert not (Hand.objects.exists())


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        ({"asking": Asking.OFF}, "Zurzeit werden hier keine Fragen gesammelt."),
        ({"chat_is_open": False}, "Der Chat ist zurzeit geschlossen."),
        ({"hands_are_open": False}, "Zurzeit werden keine Wortmeldungen gesammelt."),
        ({"state": StageState.ENDED, "ended_at": LATER}, "Die Bühne ist beendet."),
        ({"pinned_note": "Folien: https://folien.example"}, 'href="https://folien.example"'),
    ],
)
def test_the_page_says_what_the_stage_allows(rules, shown):
    stage = make_stage(**rules)
    client, _own = visit(stage)
    assert shown in client.get(url(stage)).content.decode()


def test_calm_mode_is_kept_for_this_browser():
    stage = make_stage()
    client, _own = visit(stage)
    client.post(url(stage, "calm"), {"calm": "1"})
    assert "is-calm" in client.get(url(stage)).content.decode()


def test_people_are_named_only_if_they_agree():
    stage = make_stage()
    client, own = visit(stage)
    assert '<span class="present__name">' not in client.get(url(stage)).content.decode()
    client.post(url(stage, "presence"), {"listed": "1"})
    assert f'<span class="present__name">{own.name}' in client.get(url(stage)).content.decode()


def test_the_page_needs_as_many_queries_for_many_as_for_few(django_assert_max_num_queries):
    stage = make_stage()
    client, own = visit(stage)
    for number in range(3):
        other = voice(stage, "online")
        question = ask(other, f"Frage {number}?")
        questions.press_support([questions.Press(own, question)], now=LATER)
        chat.write_message(voice=other, text=f"Hallo @{own.name}", now=LATER)
    with django_assert_max_num_queries(29):
        client.get(url(stage))


def test_a_guest_comes_back_as_the_same_guest():
    stage = make_stage()
    client = Client()
    address = reverse("stage:join_code", args=[stage.code])
    answer = client.post(address, {"pseudonym": "Ulmer Spatz", "channel": "on_site"}, follow=True)
    assert "Sie sind hier als Ulmer Spatz" in answer.content.decode()
    assert client.get(address).status_code == 302
    assert Voice.objects.get().pseudonym == "Ulmer Spatz"


def test_two_guests_never_bear_one_name():
    stage = make_stage()
    guest(stage, "Ulmer Spatz")
    answer = Client().post(
        reverse("stage:join_code", args=[stage.code]), {"pseudonym": "ulmer  spatz", "channel": "online"}
    )
    assert "So heißt hier schon jemand." in answer.content.decode()


@pytest.mark.parametrize("typed", ["{code}", "{lower}", " {spelled} ", "{dashed}"])
def test_the_code_may_be_typed_as_people_type(typed):
    stage = make_stage()
    code = stage.code
    text = typed.format(
        code=code, lower=code.lower(), spelled=f"{code[:3]} {code[3:]}", dashed=f"{code[:3]}-{code[3:]}"
    )
    assert Client().post(reverse("stage:join"), {"code": text}).headers["Location"].endswith(f"/join/{code}/")


@pytest.mark.parametrize("typed", ["", "ABC", "ZZZZZZ", "<script>", "1' OR 1=1", "\u202eABCDEF", "A" * 5000])
def test_a_wrong_code_gets_a_clear_answer(typed):
    make_stage()
    answer = Client().post(reverse("stage:join"), {"code": typed})
    assert answer.status_code == 422


def test_guessing_codes_is_slowed_down():
    client = Client()
    statuses = [
        client.post(reverse("stage:join"), {"code": f"ABC{n:03}".replace("0", "A").replace("1", "B")}).status_code
        for n in range(62)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_a_guest_does_only_what_the_stage_allows():
    stage = make_stage(guests_may_ask=False, guests_may_chat=False)
    client = Client()
    client.post(reverse("stage:join_code", args=[stage.code]), {"pseudonym": "Gast", "channel": "on_site"})
    page = client.post(url(stage, "questions"), {"text": "Darf ich?"}, follow=True).content.decode()
    assert "Gäste ohne Anmeldung können hier keine Fragen stellen." in page
    client.post(url(stage, "messages"), {"text": "Darf ich?"})
    assert not (Question.objects.exists())
    assert not (Message.objects.exists())


def test_a_code_ends_with_its_stage():
    stage = make_stage(state=StageState.ENDED, ended_at=START)
    assert Client().get(reverse("stage:join_code", args=[stage.code])).status_code == 422


def test_a_guest_of_one_stage_is_nobody_on_another():
    first = make_stage()
    other = Stage.objects.get(pk=make_stage(_second_session(first)).pk)
    client = Client()
    client.post(reverse("stage:join_code", args=[first.code]), {"pseudonym": "Gast", "channel": "on_site"})
    assert "Mit Code teilnehmen" in client.get(url(other)).content.decode()
    assert client.post(url(other, "questions"), {"text": "Hier?"}).status_code == 302
    assert not Question.objects.exists()


def _second_session(stage: Stage):
    from werkstatt.rooms.stage.tests.factories import hybrid_session

    return hybrid_session(stage.session.edition, title="Anderes", starts="14:00", ends="15:00")
