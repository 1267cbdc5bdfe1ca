import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from werkstatt.foundation.trail.models import Link
from werkstatt.rooms.stage.actions import guarding, moderation
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.record_queries import Record
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading import load_demo
from werkstatt.surfaces.demo.loading.stage import play_stage
from werkstatt.surfaces.demo.loading.switching import play_switch


def audited():
    out = StringIO()
    call_command("audit", "neo-2022", "--json", stdout=out)
    return json.loads(out.getvalue())


def assert_the_clock_leads_the_stage():
    """Forwards and backwards: the panel is what it is at that moment, whatever was to be seen before."""
    assert play_stage(now=MOMENTS["before"]) is None
    stage = is_on()
    assert play_stage(now=MOMENTS["during"]) == stage
    has_ended()
    assert play_stage(now=MOMENTS["after"]) == stage
    assert is_on() == stage
    has_ended()
    assert play_stage(now=MOMENTS["before"]) is None
    assert not Stage.objects.exists()
    assert not Link.objects.exists()
    assert_a_visitor_may_moderate(is_on())
    is_on()


def assert_a_visitor_may_moderate(stage: Stage) -> None:
    """The end is told all the same when somebody has hidden and merged what it speaks of, or closed the questions."""
    of = {text: stage.questions.get(text__startswith=text) for text in ("Was machen Sie", "Wie verhindern", "Gibt es")}
    now = MOMENTS["during"]
    moderation.hide_question(question=of["Was machen Sie"], by=None, now=now)
    moderation.merge_questions(question=of["Wie verhindern"], into=of["Gibt es"], by=None, now=now)
    guarding.block_voice(voice=stage.voices.filter(channel="online").latest("pk"), reason="", by=None, now=now)
    Stage.objects.filter(pk=stage.pk).update(asking="off", approves_first=True)
    ended = play_stage(now=MOMENTS["after"])
    assert ended is not None
    assert ended.record_is_public


def is_on() -> Stage:
    stage = play_stage(now=MOMENTS["during"])
    assert stage is not None
    assert (stage.voices.count(), stage.questions.count(), stage.state) == (72, 10, "live")
    assert (stage.polls.count(), stage.feedback.count(), stage.materials.count()) == (0, 0, 0)
    assert not stage.record_is_public
    return stage


def has_ended() -> None:
    ended = play_stage(now=MOMENTS["after"])
    assert ended is not None
    assert (ended.state, ended.record_is_public) == ("ended", True)
    left = Record(ended)
    assert (len(left.answered), len(left.open), len(left.carried_on)) == (6, 4, 2)
    assert (len(left.results), len(left.materials), left.ratings.number) == (3, 2, 14)
    assert left.peak.total <= left.count("voices").total


@pytest.fixture
def loaded(open_house: Any) -> Iterator[None]:
    """A database in which the demo edition was loaded as on a first start."""
    with open_house.unserved().orm(), override_settings(DEMO=True), transaction.atomic():
        yield  # in one transaction: what waits for a commit (drawing a result a moment later) never comes
        transaction.set_rollback(True)


@pytest.mark.journey
def test_the_reference_edition_and_its_switch_come_out_to_the_cent(loaded: None):
    assert not load_demo(report=lambda _: None)  # it is there, once

    before = audited()
    assert before["persons"] == 214
    assert before["sessions"] == {"on_site": 37, "online": 12, "both": 0, "total": 49}
    assert before["person_days"] == {"on_site": 272, "online": 102}
    assert before["fees_cents"] == {"on_site": 1_224_000, "online": 255_000, "total": 1_479_000}
    assert before["documents"]["invoice"]["gaps"] == 0

    assert_the_clock_leads_the_stage()

    played = play_switch()
    after = audited()
    assert (played.cancelled_cents, played.accepted_days, played.invoiced_cents) == (1_224_000, 218, 545_000)
    assert after["person_days"] == {"on_site": 0, "online": 102 + 218}
    assert after["fees_cents"] == {"on_site": 0, "online": 255_000 + 545_000, "total": 800_000}
    assert after["documents"]["cancellation"]["cents"] == 1_224_000
    assert after["documents"]["cancellation"]["gaps"] == 0
    assert after["balance_cents"] == 800_000 - after["payments_cents"]

    assert play_stage(now=MOMENTS["before"]) is None
    assert play_stage(now=MOMENTS["during"]) is not None
    at_home = play_stage(now=MOMENTS["after"])  # nobody of the edition is in the hall, and the panel has its end
    assert at_home is not None
    assert (at_home.state, at_home.record_is_public) == ("ended", True)
