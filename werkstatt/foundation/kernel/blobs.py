"""Storing bytes by what they are."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError

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


def discard(sha256: str) -> bool:
    """Forget these bytes if nobody refers to them any more; False if somebody does."""
    try:
        with transaction.atomic():
            return bool(Blob.objects.filter(pk=sha256).delete()[0])
    except ProtectedError:
        return False


def is_intact(blob: Blob) -> bool:
    return hashlib.sha256(blob.data).hexdigest() == blob.sha256
