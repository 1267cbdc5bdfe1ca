from io import BytesIO

import pytest
from PIL import Image

from werkstatt.foundation.programme.actions import SpeakerEntry, SpeakerIsNeeded, delete_speaker, save_speaker
from werkstatt.foundation.programme.actions.speakers import sort_name_of
from werkstatt.foundation.programme.models import Speaker
from werkstatt.foundation.programme.photos import PhotoIsUnreadable, square_photo
from werkstatt.foundation.programme.tests.factories import NOW, make_edition, make_session, make_speaker


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600)) -> BytesIO:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera with a serial number"
    Image.new("RGB", size, "#047").save(file, kind, exif=exif)
    file.seek(0)
    return file


def test_a_photo_becomes_a_small_square_without_the_cameras_notes():
    with Image.open(BytesIO(square_photo(picture()))) as photo:
        assert (photo.format, photo.size, dict(photo.getexif())) == ("WEBP", (480, 480), {})


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"0" * 50, picture().read()[:300]])
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(PhotoIsUnreadable):
        square_photo(BytesIO(content))


@pytest.mark.parametrize(
    ("name", "key"),
    [("Dr. Maria Öztürk", "ozturk maria"), ("Jo", "jo"), ("Prof. Dr. Änne Groß-Maier", "gross maier anne")],
)
def test_people_sort_by_their_last_name(name, key):
    assert sort_name_of(name) == key


@pytest.mark.django_db
def test_speakers_of_one_name_have_addresses_of_their_own():
    assert [make_speaker("Änne Groß").slug for _ in range(2)] == ["anne-gross", "anne-gross-2"]


@pytest.mark.django_db
def test_a_photo_stays_until_it_is_replaced_or_removed():
    speaker = make_speaker(photo=square_photo(picture()))
    first = speaker.photo
    assert save_speaker(entry=SpeakerEntry("Maria Muster"), speaker=speaker, now=NOW).photo == first
    assert save_speaker(entry=SpeakerEntry("Maria Muster", photo=b""), speaker=speaker, now=NOW).photo is None


@pytest.mark.django_db
def test_who_stands_in_a_programme_is_not_deleted():
    busy, idle = make_speaker("Maria Muster"), make_speaker("Jo Beispiel")
    make_session(make_edition(), speakers=[busy])
    with pytest.raises(SpeakerIsNeeded):
        delete_speaker(speaker=busy, now=NOW)
    delete_speaker(speaker=idle, now=NOW)
    assert list(Speaker.objects.all()) == [busy]
