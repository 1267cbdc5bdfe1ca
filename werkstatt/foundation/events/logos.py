"""Pictures that people upload: decoded and written anew, so that nothing but pixels is kept."""

import io

from PIL import Image, UnidentifiedImageError

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
LOGO_SIZE = (640, 240)


class NotAPicture(Exception):
    """The bytes are no PNG, JPEG, WebP or GIF, or the picture is far too large."""


def reencode(content: bytes, *, size: tuple[int, int] = LOGO_SIZE) -> bytes:
    """WebP of at most `size`, without anything but the pixels. Raises NotAPicture."""
    if len(content) > MAX_BYTES:
        raise NotAPicture
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotAPicture
            flat = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    flat.thumbnail(size)
    out = io.BytesIO()
    flat.save(out, "WEBP", quality=90, method=4)
    return out.getvalue()
