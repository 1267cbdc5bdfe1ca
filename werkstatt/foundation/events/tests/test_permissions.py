from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from werkstatt.foundation.events import permissions
from werkstatt.foundation.events.choices import EditionState, RoleKind
from werkstatt.foundation.events.queries import editions_visible_to, editions_with_desk_for
from werkstatt.foundation.events.tests.factories import EditionFactory, RoleFactory
from werkstatt.foundation.people.tests.factories import OwnerFactory, PersonFactory

pytestmark = pytest.mark.django_db
EVERYBODY = {"organiser", "programme", "finance", "door", "facilitator"}
MAY = {
    "can_enter_desk": EVERYBODY,
    "can_edit_edition": {"organiser"},
    "can_edit_programme": {"organiser", "programme"},
    "can_see_people": {"organiser", "finance", "door"},
    "can_see_money": {"organiser", "finance"},
    "can_book_money": {"organiser", "finance"},
    "can_see_support_needs": {"organiser"},
    "can_switch_channel": {"organiser"},
}


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("kind", [*RoleKind.values, "elsewhere", "none", "anonymous", "owner", "inactive"])
def test_who_may_do_what(action: str, kind: str):
    edition = EditionFactory.create()
    visitors: dict[str, Any] = {"anonymous": AnonymousUser, "owner": OwnerFactory.create, "none": PersonFactory.create}
    if kind in visitors:
        visitor = visitors[kind]()
    elif kind == "elsewhere":
        visitor = RoleFactory.create(kind=RoleKind.ORGANISER).person
    elif kind == "inactive":
        visitor = RoleFactory.create(edition=edition, person=PersonFactory.create(is_active=False)).person
    else:
        visitor = RoleFactory.create(edition=edition, kind=kind).person
    assert getattr(permissions, action)(visitor, edition) == (kind in MAY[action] or kind == "owner")


def test_drafts_are_seen_by_their_team_alone():
    draft, public = EditionFactory.create(state=EditionState.DRAFT), EditionFactory.create()
    helper = RoleFactory.create(edition=draft, kind=RoleKind.DOOR).person
    assert list(editions_visible_to(AnonymousUser())) == [public]
    assert list(editions_visible_to(PersonFactory.create())) == [public]
    assert set(editions_visible_to(helper)) == {draft, public}
    assert set(editions_visible_to(OwnerFactory.create())) == {draft, public}
    assert list(editions_with_desk_for(helper)) == [draft]
    assert not editions_with_desk_for(AnonymousUser()).exists()
