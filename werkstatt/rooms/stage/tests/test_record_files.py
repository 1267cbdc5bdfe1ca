"""The record to take along: lists that are safe in a spreadsheet, a PDF that is archive and readable aloud."""

import io

import pikepdf
import pytest
from django.utils import translation

from werkstatt.rooms.stage.actions import chat, listening, moderation, polls
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import PollKind
from werkstatt.rooms.stage.record_paper import record_pdf
from werkstatt.rooms.stage.record_queries import Record
from werkstatt.rooms.stage.tests.factories import LATER, START, ask, make_stage, voice
from werkstatt.rooms.stage.tests.test_desk import address
from werkstatt.rooms.stage.tests.test_record import ended, reader, yes_no

pytestmark = pytest.mark.django_db


def test_lists_are_harmless_in_a_spreadsheet():
    stage = make_stage()
    own = voice(stage)
    ask(own, "=HYPERLINK(1)")
    chat.write_message(voice=own, text="@SUM(A1)", now=LATER)
    yes_no(stage, "+1?", (own, "yes"))
    stage = ended(stage, chat=True)
    client = reader(own)
    for name, harmless in (("questions", "'=HYPERLINK(1)"), ("polls", "'+1?"), ("chat", "'@SUM(A1)")):
        response = client.get(address(stage, f"record_{name}"))
        assert response["Content-Type"].startswith("text/csv")
        text = response.content.decode("utf-8-sig")
        assert harmless in text
        assert "\n=" not in text
        assert ";=" not in text


def test_points_of_a_ranking_are_the_same_in_the_picture_and_in_the_list():
    """Inside they are doubled, so that shared points stay whole."""
    stage = make_stage()
    own = voice(stage)
    entry = polls.PollEntry(kind=PollKind.RANKING, question="Zuerst?", options=("Netz", "Geld", "Zeit"))
    poll = polls.start_poll(stage=stage, entry=entry, by=None, now=LATER)
    cast_votes(votes=[Vote(own, poll.pk, {"rank": [poll.options.get(text="Netz").pk]})], now=LATER)
    polls.close_poll(poll=poll, by=None, now=LATER, shows_result=True)
    text = reader(own).get(address(ended(stage), "record_polls")).content.decode("utf-8-sig")
    assert "1. Netz;2;2 Punkte" in text
    assert "2. Geld;0,50;0,5 Punkte" in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_paper_is_archive_and_readable_aloud_with_signs_our_fonts_do_not_know(language):
    stage = make_stage()
    own = voice(stage, first_name="Çağla", last_name="Nguyễn")
    question = ask(own, "Wer zahlt das? 😀 漢字")
    moderation.write_answer(question=question, text="Alle zusammen ✓", by=None, now=LATER)
    yes_no(stage, "Pause?", (own, "yes"))
    listening.note_listeners(stage=stage, counts={"on_site": 3}, now=START)
    listening.note_listeners(stage=stage, counts={"on_site": 5}, now=LATER)
    with translation.override(language):
        made = record_pdf(Record(ended(stage, chat=True)), language=language)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith(language)
        alts = [str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert any("Pause?" in alt for alt in alts)
    assert len(alts) >= 3
