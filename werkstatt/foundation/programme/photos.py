"""Portraits: whatever is uploaded becomes a small square WebP without the camera's notes (place, device)."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

EDGE_PIXELS = 480
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")


class PhotoIsUnreadable(Exception):
    """Not a picture of a kind we take (JPEG, PNG, WebP), damaged, or far too large."""


def square_photo(upload: IO[bytes]) -> bytes:
    """A WebP of 480 x 480 pixels, cut from the middle, upright. Raises PhotoIsUnreadable."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotoIsUnreadable
    try:
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoIsUnreadable
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            cut = ImageOps.fit(upright, (EDGE_PIXELS, EDGE_PIXELS), centering=(0.5, 0.35))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoIsUnreadable from error
    target = BytesIO()
    cut.save(target, "WEBP", quality=82, method=4)
    return target.getvalue()
