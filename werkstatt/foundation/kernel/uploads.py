"""What people upload, recognised by its content, never by its name: PDF, pictures, office files, plain text.

Pictures are decoded and written anew, so that nothing but pixels is kept (no place, no device, no hidden data). Files that
can carry programs (macros, old office formats) are refused. What is kept is served as a download, never run.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2560
PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PARTS = 10_000  # of an office file
OOXML = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
OPEN_DOCUMENT = {f"application/vnd.oasis.opendocument.{name}": name for name in ("text", "presentation", "spreadsheet")}
OPEN_ENDINGS = {"text": "odt", "presentation": "odp", "spreadsheet": "ods"}
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/", "activex/")  # macros, in either family of formats


class UploadIsUnknown(Exception):
    """Not a kind of file we keep, or damaged."""


class UploadIsTooLarge(Exception):
    """More than `MOST_BYTES`, or a picture of too many pixels."""


class UploadHasMacros(Exception):
    """An office file that brings programs along."""


@dataclass(frozen=True)
class Upload:
    """What is kept. `ending` follows from the content."""

    content: bytes
    media_type: str
    ending: str


def read_upload(upload: IO[bytes]) -> Upload:
    """What the file is, ready to be kept. Raises UploadIsUnknown, UploadIsTooLarge, UploadHasMacros."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UploadIsTooLarge
    if content.startswith(b"%PDF-"):
        return Upload(content, "application/pdf", "pdf")
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _picture(content) or _text(content)


def _office(content: bytes) -> Upload:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [each.filename for each in archive.infolist()]
            mimetype = archive.open("mimetype").read(100).decode("ascii") if "mimetype" in names[:1] else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise UploadIsUnknown from error
    if len(names) > MOST_PARTS:
        raise UploadIsUnknown
    if any(mark in name.lower() for name in names for mark in PROGRAMS):
        raise UploadHasMacros
    if mimetype in OPEN_DOCUMENT:
        return Upload(content, mimetype, OPEN_ENDINGS[OPEN_DOCUMENT[mimetype]])
    if "[Content_Types].xml" in names:
        for folder, (ending, media_type) in OOXML.items():
            if any(name.startswith(folder) for name in names):
                return Upload(content, media_type, ending)
    raise UploadIsUnknown


def _picture(content: bytes) -> Upload | None:
    try:
        with Image.open(BytesIO(content), formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UploadIsTooLarge
            upright = ImageOps.exif_transpose(picture)
            flat = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    except UnidentifiedImageError:
        return None
    except Image.DecompressionBombError as error:
        raise UploadIsTooLarge from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UploadIsUnknown from error
    flat.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = BytesIO()
    flat.save(out, "WEBP", quality=88, method=4)
    return Upload(out.getvalue(), "image/webp", "webp")


def _text(content: bytes) -> Upload:
    """UTF-8 without control characters; kept as plain text, whatever it claims to be."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadIsUnknown from error
    if not text.strip() or any(letter < " " and letter not in "\t\r\n\f" for letter in text):
        raise UploadIsUnknown
    return Upload(text.encode(), "text/plain; charset=utf-8", "txt")
