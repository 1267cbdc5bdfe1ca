"""Feedback: one answer a voice, changed by giving it again; guests have a voice, too; words never carry a name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from werkstatt.foundation.people import belongings
from werkstatt.rooms.stage.actions import leading
from werkstatt.rooms.stage.actions.feedback import forget_texts, give_feedback
from werkstatt.rooms.stage.models import Feedback, Stage, Voice
from werkstatt.rooms.stage.permissions import can_give_feedback
from werkstatt.rooms.stage.tests.factories import LATER, START, make_stage, registered, voice
from werkstatt.rooms.stage.tests.test_at_once import both
from werkstatt.rooms.stage.tests.test_desk import address
from werkstatt.rooms.stage.tests.test_record import reader

END = START + timedelta(hours=1)
WORDS = {"kept": "Einfach anfangen.", "missed": "Zeit."}


def ended() -> Stage:
    stage = make_stage()
    leading.end_stage(stage=stage, by=None, now=END)
    return Stage.objects.select_related("session__edition").get(pk=stage.pk)


@pytest.mark.django_db
def test_given_again_it_is_changed():
    stage = ended()
    client = Client()
    client.force_login(registered(stage))
    form = address(stage, "feedback")
    assert client.post(form, {"rating": "2", **WORDS}).status_code == 302
    assert "Einfach anfangen." in client.get(form).text
    client.post(form, {"rating": "5", "kept": "", "missed": ""})
    given = Feedback.objects.get()
    assert (given.rating, given.kept, given.missed) == (5, "", "")


@pytest.mark.django_db
def test_without_a_rating_everything_typed_is_kept():
    stage = ended()
    client = Client()
    client.force_login(registered(stage))
    answer = client.post(address(stage, "feedback"), WORDS)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Stufe von 1 bis 5." in answer.text
    assert "Einfach anfangen." in answer.text
    assert Feedback.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("rating", ["0", "6", "drei", "1 OR 1"])
def test_other_steps_do_not_exist(rating):
    stage = ended()
    client = Client()
    client.force_login(registered(stage))
    assert client.post(address(stage, "feedback"), {"rating": rating}).status_code == 422
    with pytest.raises(IntegrityError):
        give_feedback(voice=Voice.objects.get(), rating=9, kept="", missed="", now=END)


@pytest.mark.django_db
def test_a_text_as_long_as_allowed_fits_however_its_lines_end():
    stage = ended()
    client = Client()
    client.force_login(registered(stage))
    text = "\r\n".join(["x" * 99] * 10)
    assert client.post(address(stage, "feedback"), {"rating": "4", "kept": text}).status_code == 302
    assert len(Feedback.objects.get().kept) == 999


@pytest.mark.django_db
def test_a_guest_speaks_with_the_voice_of_her_browser():
    stage = make_stage()
    client = Client()
    client.post(f"/join/{stage.code}/", {"pseudonym": "Ulmer Spatz", "channel": "on_site"})
    leading.end_stage(stage=stage, by=None, now=END)
    assert client.post(address(stage, "feedback"), {"rating": "4"}).status_code == 302
    assert Feedback.objects.get().voice.pseudonym == "Ulmer Spatz"


@pytest.mark.django_db
def test_before_the_end_and_for_strangers_there_is_none():
    stage = make_stage()
    own = voice(stage)
    assert not can_give_feedback(own)
    assert Client().get(address(stage, "feedback")).status_code == 302
    client = reader(own)
    assert client.post(address(stage, "feedback"), {"rating": "4"}).status_code == 302
    leading.end_stage(stage=stage, by=None, now=END)
    assert Client().post(address(stage, "feedback"), {"rating": "4"}).status_code == 302
    assert Feedback.objects.count() == 0


@pytest.mark.django_db
def test_who_was_blocked_stays_so():
    stage = ended()
    own = voice(stage)
    Voice.objects.filter(pk=own.pk).update(blocked_at=LATER)
    client = reader(own)
    client.post(address(stage, "feedback"), {"rating": "1", "missed": "Pöbeln"})
    assert Feedback.objects.count() == 0


@pytest.mark.django_db
def test_words_go_with_the_person_and_after_a_year_the_figures_stay():
    stage = ended()
    one, two = voice(stage), voice(stage, "online")
    for each in (one, two):
        give_feedback(voice=each, rating=4, now=END, **WORDS)
    assert one.person is not None
    assert "Einfach anfangen." in str(belongings.exports(one.person)["stage"])
    belongings.erase(one.person, now=END)
    assert list(Feedback.objects.order_by("voice").values_list("rating", "kept")) == [(4, ""), (4, "Einfach anfangen.")]
    assert forget_texts(now=END + timedelta(days=364)) == 0
    assert forget_texts(now=END + timedelta(days=366)) == 1
    assert forget_texts(now=END + timedelta(days=367)) == 0
    assert list(Feedback.objects.values_list("rating", "kept", "missed")) == [(4, "", ""), (4, "", "")]


@pytest.mark.django_db(transaction=True)
def test_from_two_devices_at_once_it_is_one_answer():
    own = voice(ended())
    outcome = both(
        lambda: give_feedback(voice=own, rating=2, now=END, **WORDS),
        lambda: give_feedback(voice=own, rating=5, kept="", missed="", now=END),
    )
    assert outcome == [None, None]
    assert Feedback.objects.get().rating in {2, 5}
