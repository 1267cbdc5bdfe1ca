import pytest

from werkstatt.foundation.programme.actions import create_session, edit_session
from werkstatt.foundation.programme.forms import PROBLEMS, SessionForm, SpeakerForm, SpeakerLinkFormSet, links_initial
from werkstatt.foundation.programme.tests.factories import NOW, make_edition, make_session, make_speaker, room

pytestmark = pytest.mark.django_db


def filled(edition, **changes):
    data = {
        "title": "Hitze in der Innenstadt", "format": "workshop", "channel": "on_site", "day": "2022-05-02",
        "starts": "10:00", "ends": "11:30", "hall_room": room(edition, "Werkstatt 1").pk, "language": "de",
    }  # fmt: skip
    return {**data, **changes}


def test_a_filled_form_becomes_a_session():
    edition = make_edition()
    form = SessionForm(filled(edition), edition=edition)
    assert form.is_valid(), form.errors
    session = create_session(edition=edition, entry=form.entry(), now=NOW)
    assert (session.code, session.hall_room) == ("hitze-in-der-innenstadt", room(edition, "Werkstatt 1"))


def test_a_session_goes_through_its_form_unchanged():
    edition = make_edition()
    session = make_session(edition, abstract="Worum es geht.", seats=24, speakers=[make_speaker()])
    initial = SessionForm(edition=edition, session=session).initial
    data = {key: getattr(value, "pk", value) for key, value in initial.items() if value is not None}
    form = SessionForm(data, edition=edition, session=session)
    assert form.is_valid(), form.errors
    again = edit_session(session=session, entry=form.entry(), now=NOW)
    assert not again.is_moved
    assert (again.code, again.abstract, again.seats) == (session.code, session.abstract, 24)


def test_a_clash_is_told_in_words_at_the_room():
    edition = make_edition()
    make_session(edition, "Datenraum", starts="11:00", ends="12:00")
    form = SessionForm(filled(edition), edition=edition)
    assert form.is_valid()
    with pytest.raises(PROBLEMS) as problem:
        create_session(edition=edition, entry=form.entry(), now=NOW)
    form.refuse(problem.value)
    assert form.errors["hall_room"] == ["Werkstatt 1 ist von 11:00 bis 12:00 Uhr belegt: „Datenraum“."]


def test_the_order_of_the_lines_is_the_order_of_the_cast():
    one, two = make_speaker("Maria Muster"), make_speaker("Jo Beispiel")
    session = make_session(make_edition(), speakers=[one, two])
    data = {
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "2",
        "form-0-speaker": one.pk, "form-0-role": "speaker", "form-0-ORDER": "2",
        "form-1-speaker": two.pk, "form-1-role": "facilitator", "form-1-ORDER": "1",
        "form-2-speaker": "", "form-2-role": "speaker", "form-2-ORDER": "",
    }  # fmt: skip
    lines = SpeakerLinkFormSet(data, initial=links_initial(session))
    assert lines.is_valid(), lines.errors
    assert [(link.speaker, link.role) for link in lines.links()] == [(two, "facilitator"), (one, "speaker")]


def test_a_broken_photo_is_told_at_the_field(rf):
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = SpeakerForm({"name": "Maria"}, {"photo": SimpleUploadedFile("a.jpg", b"no picture")})
    assert not form.is_valid()
    assert "kein lesbares Foto" in form.errors["photo"][0]
