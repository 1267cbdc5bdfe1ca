"""What was carried on from the stages: one line each, with origin and what became of it; as a file like every list."""

import pytest
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.tests.factories import NOW
from werkstatt.foundation.trail.actions import join
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import ref
from werkstatt.rooms.stage.actions import record
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import LATER, ask, make_stage, voice
from werkstatt.surfaces.desk.tests.factories import client_of, person_with

pytestmark = pytest.mark.django_db


def carried(stage: Stage, *texts: str) -> str:
    """These questions are carried on; the address of the list."""
    person = PersonFactory.create(first_name="Miriam", last_name="Oberacker")
    author = voice(stage)
    for text in texts:
        record.carry_on(question=ask(author, text), by=person, now=LATER)
    return reverse("desk:trail", args=[stage.session.edition.slug])


def test_every_line_says_what_where_from_who_and_what_became_of_it():
    stage = make_stage()
    address = carried(stage, "Wer betreibt das?", "=Wer zahlt das?")
    first, second = stage.questions.order_by("pk")
    became = {"source": ref("stage.question", first.pk), "target": ref("stage.question", second.pk)}
    join(**became, relation=Relation.BECAME, by=None, now=NOW)
    client = client_of(person_with(stage.session.edition, RoleKind.ORGANISER))
    page = client.get(address).text
    for part in (
        "Wer betreibt das?",
        stage.session.title,
        "Miriam Oberacker",
        "Frage: =Wer zahlt das?",
        ">noch offen<",
    ):
        assert part in page
    assert ">noch offen<" not in client.get(f"{address}?state=became").text
    assert "Frage: =Wer zahlt das?" not in client.get(f"{address}?state=open").text
    sheet = client.get(f"{address}?export=csv").content.decode("utf-8-sig")
    assert "'=Wer zahlt das?" in sheet
    assert "02.05.2022" in sheet


def test_an_empty_list_says_what_belongs_there():
    stage = make_stage()
    client = client_of(person_with(stage.session.edition, RoleKind.FACILITATOR))
    assert "Noch nichts mitgenommen" in client.get(reverse("desk:trail", args=[stage.session.edition.slug])).text


def test_it_asks_as_often_for_three_as_for_one(django_assert_max_num_queries):
    stage = make_stage()
    address = carried(stage, "Eins?")
    client = client_of(person_with(stage.session.edition, RoleKind.ORGANISER))
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    carried(stage, "Zwei?", "Drei?")
    with django_assert_max_num_queries(12) as three:
        client.get(address)
    assert len(one) == len(three)
