"""Whoever floods a stage or throws tricks of Unicode at it: others read plain words at their usual pace."""

import html
import json
import re
import time
import unicodedata
from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.live.cast import Cast
from tests.live.play import begin
from tests.live.visitors import Visitor, address, cookie_of
from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.rooms.stage import wording
from werkstatt.rooms.stage.actions import chat, guarding, hands, leading, moderation, questions, voices
from werkstatt.rooms.stage.models import Message, Voice
from werkstatt.services.live.tests.serving import Served

ZERO_WIDTH = "\u200b\u200d\u2060\ufeff\u00ad"
DIRECTION = "\u202e\u2066\u2067\u200f\u061c"
NASTY = f'<script>alert(1)</script><img src=x onerror=alert(2)> {DIRECTION}{ZERO_WIDTH * 200} "><b>{{{{ 7|add:7 }}}}'
GIANT = "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 300 + "Z" + "\u0336" * 500
tricks = st.text(st.sampled_from(ZERO_WIDTH + DIRECTION + "\U0001f389\u0336\u200c\x00\x1b\n\tab<&\"'@ "), max_size=600)
MOST_PER_BURST = 6  # of 20 a minute ten seconds' worth, at least five; one more may have come back meanwhile


@given(tricks)
def test_no_trick_survives_any_of_the_ways_text_takes(text: str):
    """What people write, their names, and what the moderation writes."""
    for made in (_or_empty(wording.line, text, most=500), _or_empty(wording.name, text), clean_line(text)):
        wrong = {letter for letter in made if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}} - set(wording.JOINERS)
        assert not wrong
        assert not re.search(r"[\u0300-\u036f]{4}", _or_empty(wording.line, text, most=500))


def _or_empty(make: Any, text: str, **options: Any) -> str:
    try:
        return str(make(text, **options))
    except (wording.TextIsEmpty, wording.TextIsTooLong, wording.NameIsUnreadable):
        return ""


def test_a_page_full_of_tricks_shows_plain_words(cast: Cast, web: Served):
    begin(cast)
    now = cast.later
    asked = questions.ask_question(voice=cast.rita, text=NASTY[:400], is_anonymous=False, now=now)
    moderation.release_question(question=asked, **cast.moment)
    moderation.write_answer(question=asked, text=NASTY, **cast.moment)
    for text in (NASTY, GIANT, f"@{NASTY[:60]}"):
        chat.write_message(voice=cast.olaf, text=text[:900], now=cast.later)
    hands.raise_hand(voice=cast.olaf, about=NASTY[:100], now=cast.later)
    voices.join_as_guest(stage=cast.stage, pseudonym="<i>Spatz</i>" + DIRECTION, channel="online", now=now)
    leading.pin_note(stage=cast.stage, text=NASTY, **cast.moment)
    guarding.block_voice(voice=cast.guest, reason=NASTY, **cast.moment)
    for name, who in (("stage", cast.rita), ("stage", cast.guest), ("moderation", cast.leader), ("hall", cast.leader)):
        client = Client()
        client.cookies["werkstatt"] = cookie_of(who)
        page = client.get(address(cast, name)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not set(html.unescape(page)) & set(DIRECTION + "\u200b\u2060\ufeff")


def test_a_flood_from_one_is_stopped_at_the_door_and_others_hear_as_before(web: Served, cast: Cast):
    begin(cast)
    rita = Visitor("rita", web.port, address(cast, "stage"), cookie_of(cast.rita))
    troll = Visitor("troll", web.port, address(cast, "stage"), cookie_of(cast.troll))
    answers = [json.loads(troll.post("stage.chat", text=f"Kauft {number}!")) for number in range(40)]
    passed = [answer for answer in answers if "error" not in answer]
    assert 0 < len(passed) <= MOST_PER_BURST
    assert {answer["error"] for answer in answers if "error" in answer} == {
        "Das war sehr schnell hintereinander. Bitte warten Sie einen Moment."
    }
    began = time.monotonic()
    assert "error" not in json.loads(rita.post("stage.chat", text="Darf ich auch?"))
    assert "Darf ich auch?" in rita.news()
    assert time.monotonic() - began < 3
    assert Message.objects.filter(voice=Voice.objects.get(pk=cast.troll.pk)).count() == len(passed)
    for visitor in (rita, troll):
        visitor.close()
