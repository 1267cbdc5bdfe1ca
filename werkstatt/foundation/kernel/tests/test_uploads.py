"""Files are what their bytes say; pictures lose everything but pixels; nothing that runs is kept."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from werkstatt.foundation.kernel import uploads
from werkstatt.foundation.kernel.uploads import UploadHasMacros, UploadIsTooLarge, UploadIsUnknown, read_upload


def archive(*names: str, mimetype: str = "") -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return BytesIO(out.getvalue())


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: object) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **more)
    return BytesIO(out.getvalue())


ODP = "application/vnd.oasis.opendocument.presentation"


@pytest.mark.parametrize(
    ("upload", "ending"),
    [
        (BytesIO(b"%PDF-1.7 ..."), "pdf"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("content.xml", mimetype=ODP), "odp"),
        (picture("PNG"), "webp"),
        (BytesIO("Grüße aus Ulm\n".encode()), "txt"),
        (BytesIO(b"<script>alert(1)</script>"), "txt"),
    ],
)
def test_the_content_says_what_it_is(upload, ending):
    assert read_upload(upload).ending == ending


def test_markup_is_kept_as_plain_text():
    assert read_upload(BytesIO(b"<svg onload='x()'/>")).media_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "upload",
    [
        BytesIO(b""),
        BytesIO(b"MZ\x90\x00\x03program"),
        BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old office"),
        BytesIO(b"PK\x03\x04 broken"),
        archive("a.txt"),
        archive("content.xml", mimetype="application/zip"),
        BytesIO(picture().getvalue()[:200]),
    ],
)
def test_what_we_do_not_know_is_refused(upload):
    with pytest.raises(UploadIsUnknown):
        read_upload(upload)


@pytest.mark.parametrize(
    "upload",
    [
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("Basic/Standard/Module1.xml", "content.xml", mimetype=ODP),
    ],
)
def test_files_that_bring_programs_along_are_refused(upload):
    with pytest.raises(UploadHasMacros):
        read_upload(upload)


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    with pytest.raises(UploadIsTooLarge):
        read_upload(BytesIO(b"%PDF-1.7 and more"))
    monkeypatch.setattr(uploads, "MOST_BYTES", 10_000)
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100)
    with pytest.raises(UploadIsTooLarge):
        read_upload(picture())


def test_a_picture_keeps_its_pixels_and_nothing_else():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    kept = read_upload(picture("JPEG", (5000, 100), exif=exif))
    assert b"SecretCamera" not in kept.content
    with Image.open(BytesIO(kept.content)) as made:
        assert (made.format, made.width, dict(made.getexif())) == ("WEBP", uploads.LONGEST_EDGE, {})


@given(st.binary(max_size=300))
def test_any_bytes_are_kept_or_refused_in_good_order(content):
    try:
        kept = read_upload(BytesIO(content))
    except (UploadIsUnknown, UploadHasMacros, UploadIsTooLarge):
        return
    assert kept.ending in {"pdf", "webp", "txt"}
