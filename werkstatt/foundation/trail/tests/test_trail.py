"""Links join what rooms hold, once, without knowing it; nothing that was carried on gets lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from werkstatt.foundation.people import belongings
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.tests.factories import NOW, make_edition, make_session
from werkstatt.foundation.trail import kinds
from werkstatt.foundation.trail.actions import SameResult, join, part
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import Kind, KindIsUnknown, Told
from werkstatt.foundation.trail.models import Link
from werkstatt.foundation.trail.queries import kept_for, links_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ideas(monkeypatch):
    """A room to come: its ideas exist up to 90; 99 is gone."""
    known = dict(kinds._registered)
    monkeypatch.setattr(kinds, "_registered", known)
    kinds.register(Kind("ideas.idea", "Idee", tell=lambda keys: {key: Told(f"Idee {key}") for key in keys if key < 99}))


def carry(edition, key, *, session=None, by=None, now=NOW):
    idea = kinds.ref("ideas.idea", key)
    if session is not None:
        session_ref = kinds.ref("programme.session", session.pk)
        join(source=session_ref, target=idea, relation=Relation.RAISED, by=by, now=now)
    edition_ref = kinds.ref("events.edition", edition.pk)
    return join(source=idea, target=edition_ref, relation=Relation.CARRIED_ON, by=by, now=now)


def test_joined_twice_is_joined_once_and_the_first_stays_named():
    edition, first = make_edition(), PersonFactory.create()
    one = carry(edition, 1, by=first)
    assert carry(edition, 1, by=PersonFactory.create(), now=NOW + timedelta(days=1)) == one
    assert Link.objects.get().made_by == first


def test_a_person_finds_what_she_joined_in_her_own_data():
    person = PersonFactory.create()
    link = carry(make_edition(), 1, by=person)
    assert link.source in str(belongings.exports(person)["trail"])


def test_nothing_comes_from_itself():
    with pytest.raises(SameResult):
        join(source="ideas.idea:1", target="ideas.idea:1", relation=Relation.BECAME, by=None, now=NOW)


@pytest.mark.parametrize("ref", ["idea 7", "ideas.idea:0", "ideas.idea:-1", "Ideas.Idea:1", ""])
def test_the_database_knows_what_a_ref_looks_like(ref):
    with pytest.raises(IntegrityError):
        Link.objects.create(source=ref, target="ideas.idea:2", relation=Relation.BECAME, made_at=NOW)


def test_a_kind_nobody_holds_has_no_name():
    with pytest.raises(KindIsUnknown):
        kinds.ref("rockets.rocket", 1)


def test_what_was_carried_on_stands_with_its_origin_who_decided_and_what_became_of_it():
    edition, person = make_edition(), PersonFactory.create()
    session = make_session(edition, title="Podium")
    carry(edition, 1, session=session, by=person)
    carry(edition, 2, now=NOW + timedelta(hours=1))
    join(source="ideas.idea:1", target="ideas.idea:7", relation=Relation.BECAME, by=None, now=NOW)
    later, first = kept_for(edition)
    assert (later.result.told.title, later.is_open, later.decided_by) == ("Idee 2", True, None)
    assert [origin.told.title for origin in first.origins] == ["Podium"]
    assert (first.decided_by, [each.told.title for each in first.outcomes]) == (person, ["Idee 7"])
    assert not first.is_open


def test_each_edition_lists_its_own_and_what_is_gone_is_passed_over():
    edition = make_edition()
    carry(edition, 99)
    carry(make_edition(slug="neo-2023"), 3)
    assert kept_for(edition) == []


def test_parted_is_as_if_never_joined():
    edition = make_edition()
    link = carry(edition, 4)
    how = {"source": link.source, "target": link.target, "relation": Relation.CARRIED_ON, "by": None, "now": NOW}
    assert part(**how)
    assert not part(**how)
    assert links_of([link.source]) == []


def test_the_list_asks_as_often_for_three_as_for_one(django_assert_num_queries):
    edition = make_edition()
    session = make_session(edition)
    carry(edition, 1, session=session)
    with django_assert_num_queries(3):
        kept_for(edition)
    for key in (2, 3):
        carry(edition, key, session=session)
    with django_assert_num_queries(3):
        assert len(kept_for(edition)) == 3
