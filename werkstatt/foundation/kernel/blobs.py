"""Storing bytes by what they are."""

import hashlib
from collections.abc import Iterable

from werkstatt.foundation.kernel.models import Blob


def store(content: bytes, media_type: str) -> Blob:
    """Keep these bytes (once, however often they come) and return their row."""
    [blob] = store_all([content], media_type)
    return blob


def store_all(contents: Iterable[bytes], media_type: str) -> list[Blob]:
    """Keep all of these in one statement, and return their rows in the same order."""
    blobs = [
        Blob(sha256=hashlib.sha256(content).hexdigest(), content=content, media_type=media_type, size=len(content))
        for content in contents
    ]
    Blob.objects.bulk_create(blobs, ignore_conflicts=True)  # not read back: it would be the same bytes
    return blobs


def is_intact(blob: Blob) -> bool:
    return hashlib.sha256(blob.data).hexdigest() == blob.sha256
