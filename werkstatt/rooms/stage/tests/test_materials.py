"""Materials: links and files in the moderation's order, on the stage at once, in the programme when it has begun."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from werkstatt.foundation.kernel.models import Blob
from werkstatt.foundation.kernel.uploads import Upload
from werkstatt.foundation.programme.tests.factories import make_edition
from werkstatt.rooms.stage.actions import materials
from werkstatt.rooms.stage.actions.materials import TooManyMaterials, add_file, add_link, move_material, remove_material
from werkstatt.rooms.stage.models import Material, Stage
from werkstatt.rooms.stage.tests.factories import LATER, hybrid_session, make_stage, voice
from werkstatt.rooms.stage.tests.test_desk import address, at_desk
from werkstatt.rooms.stage.tests.test_record import reader
from werkstatt.services.live.queries import events_heard

pytestmark = pytest.mark.django_db
PDF = Upload(b"%PDF-1.7 Folien", "application/pdf", "pdf")


def link(stage: Stage, name: str = "Folien") -> Material:
    return add_link(stage=stage, title=name, url=f"https://folien.example/{name}", by=None, now=LATER)


def file(stage: Stage, name: str = "folien.pdf", upload: Upload = PDF) -> Material:
    return add_file(stage=stage, title="", name=name, upload=upload, by=None, now=LATER)


def titles(stage: Stage) -> list[str]:
    return [each.title for each in stage.materials.all()]


def test_they_stand_in_the_order_the_moderation_gives_them():
    stage = make_stage()
    one, _two, three = link(stage, "A"), link(stage, "B"), link(stage, "C")
    move_material(material=three, up=True, now=LATER)
    assert titles(stage) == ["A", "C", "B"]
    move_material(material=one, up=True, now=LATER)
    assert titles(stage) == ["A", "C", "B"]
    move_material(material=one, up=False, now=LATER)
    remove_material(material=three, by=None, now=LATER)
    assert titles(stage) == ["A", "B"]


def test_the_same_stands_once_and_not_more_than_fit(monkeypatch):
    stage = make_stage()
    assert link(stage) == link(stage)
    assert file(stage) == file(stage, "noch einmal.pdf")
    monkeypatch.setattr(materials, "MOST", 2)
    with pytest.raises(TooManyMaterials):
        link(stage, "C")


def test_the_name_of_a_file_is_tidied_and_ends_as_its_content_says():
    assert file(make_stage(), "..\\..\\C:\\Böse Folien.exe").file_name == "Böse Folien.pdf"


def test_removed_bytes_are_gone_unless_somebody_else_keeps_them():
    stage = make_stage()
    first = file(stage)
    remove_material(material=first, by=None, now=LATER)
    assert Blob.objects.count() == 0
    again = file(stage)
    other = make_other_stage()
    file(other)
    remove_material(material=again, by=None, now=LATER)
    assert Blob.objects.count() == 1


def make_other_stage() -> Stage:

    return make_stage(hybrid_session(make_edition("neo-2023")))


def test_a_file_is_uploaded_a_link_added_and_both_can_be_fetched():
    stage = make_stage()
    desk, new = at_desk(stage), address(stage, "moderation_materials")
    picture = BytesIO()
    Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
    sent = SimpleUploadedFile("Tafelbild.png", picture.getvalue(), "text/html")
    assert desk.post(new, {"form": "file", "title": "Tafelbild", "file": sent}).status_code == 302
    assert desk.post(new, {"form": "link", "url": "ulm.example/folien", "title": ""}).status_code == 302
    board, page = stage.materials.all()
    assert (page.url, page.title) == ("https://ulm.example/folien", "https://ulm.example/folien")
    answer = Client().get(address(stage, "material", board.pk, board.file_name))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"form": "file", "file": SimpleUploadedFile("a.pdf", b"MZ\x00\x01")},
            "Diese Art von Datei nehmen wir nicht an.",
        ),
        ({"form": "file"}, "Bitte wählen Sie eine Datei aus."),
        ({"form": "link", "url": "javascript:alert(1)", "title": "Mein Titel"}, "Mein Titel"),
    ],
)
def test_what_does_not_do_comes_back_with_a_sentence(data, sentence):
    stage = make_stage()
    answer = at_desk(stage).post(address(stage, "moderation_materials"), data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stage.materials.count() == 0


def test_before_it_begins_they_are_for_those_on_the_stage():
    stage = make_stage(live=False)
    own, found = voice(stage), file(stage)
    where = address(stage, "material", found.pk, found.file_name)
    assert Client().get(where).status_code == 404
    client = reader(own)
    assert client.get(where).status_code == 200
    assert at_desk(stage).get(where).status_code == 200


def test_a_file_of_another_stage_is_not_found_here():
    stage, other = make_stage(), make_other_stage()
    found = file(other)
    assert Client().get(address(stage, "material", found.pk, found.file_name)).status_code == 404
    assert at_desk(stage).post(address(stage, "moderation_material", found.pk), {"do": "remove"}).status_code == 404


def test_the_stage_page_has_them_at_once_and_reloaded_alike():
    stage = make_stage()
    own = voice(stage)
    link(stage, "Folien")
    event = [each for each in events_heard(stage.topic) if each.get("id") == "stage-materials"][-1]
    client = reader(own)
    assert " ".join(event["html"].split()) in " ".join(client.get(address(stage, "stage")).text.split())
