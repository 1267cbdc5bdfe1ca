import pytest
from django.db import IntegrityError

from werkstatt.foundation.kernel import blobs
from werkstatt.foundation.kernel.models import Blob

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once():
    first = blobs.store(b"Rechnung", "application/pdf")
    again = blobs.store(b"Rechnung", "application/pdf")
    assert first.pk == again.pk
    assert Blob.objects.count() == 1
    assert again.data == b"Rechnung"
    assert blobs.is_intact(again)


def test_the_database_refuses_to_change_bytes():
    blob = blobs.store(b"Rechnung", "application/pdf")
    with pytest.raises(IntegrityError, match="never changes"):
        Blob.objects.filter(pk=blob.pk).update(content=b"anders")
