"""Rows that every other floor may lean on."""

from datetime import timedelta

from django.db import models


class Blob(models.Model):
    """Bytes that never change, found by their own SHA-256. A database trigger refuses updates."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256_is_hex"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.media_type})"

    @property
    def data(self) -> bytes:
        return bytes(self.content)


class Receipt(models.Model):
    """An action that ran under a key of the caller: running it again under that key returns `reference`."""

    key = models.CharField(max_length=100)
    action = models.CharField(max_length=100)
    reference = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "key"], name="receipt_once_per_action_and_key")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Token(models.Model):
    """A secret link for one purpose. Only its hash is kept."""

    hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="token_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class RateCount(models.Model):
    """How often somebody did something within a window of time."""

    bucket = models.CharField(max_length=200)
    window_starts_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window_starts_at"], name="rate_once_per_window")]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.count}"


class DemoClock(models.Model):
    """The one row that shifts the clock of a demo."""

    offset = models.DurationField(default=timedelta(0))

    def __str__(self) -> str:
        return f"demo clock {self.offset}"
