from datetime import date

import pytest

from werkstatt.foundation.events.actions import CopyWish, copy_edition
from werkstatt.foundation.programme.actions import cancel_session
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.tests.factories import NOW, at, make_edition, make_session, make_speaker

pytestmark = pytest.mark.django_db


def copied(edition, *, with_sessions):
    wish = CopyWish(title="NEO 2023", slug="neo-2023", first_day_on=date(2023, 5, 8), with_sessions=with_sessions)
    return copy_edition(source=edition, wish=wish, by=None, now=NOW)


def test_a_copied_edition_brings_its_planned_sessions_with_rooms_and_speakers_if_wished():
    edition = make_edition()
    kept = make_session(edition, "Ein Datenraum", starts="13:00", ends="14:30", speakers=[make_speaker("Maria Muster")])
    dropped = make_session(edition, "Abgesagt", starts="15:00", ends="16:00")
    cancel_session(session=dropped, note="", now=NOW)

    copy = copied(edition, with_sessions=True)

    twin = Session.objects.get(edition=copy)
    assert (twin.title, twin.code) == (kept.title, kept.code)
    assert twin.hall_room is not None
    assert twin.hall_room.edition == copy
    assert twin.starts_at == at("13:00", on=date(2023, 5, 8))
    assert [link.speaker.name for link in twin.speaker_links.all()] == ["Maria Muster"]


def test_a_copied_edition_begins_with_an_empty_programme_otherwise():
    edition = make_edition()
    make_session(edition, "Ein Datenraum", starts="13:00", ends="14:30")

    assert not copied(edition, with_sessions=False).sessions.exists()
