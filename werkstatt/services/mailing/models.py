from django.db import models

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.models import Blob
from werkstatt.services.mailing.choices import MailState


class Mail(models.Model):
    """One mail to one address. Written in the action's transaction, sent by the worker after commit.

    `once_key` makes a repeated action write it only once; the Message-ID is made from it, so that a resend after a
    crash is recognisable. `amount_cents` states the money the mail speaks of (a refund or credit), for the books.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    kind = models.SlugField(max_length=40)
    subject_key = models.CharField(max_length=60, blank=True, db_index=True, help_text="e.g. order:NEO22-7K3Q")
    once_key = models.CharField(max_length=120, unique=True)
    to_name = models.CharField(max_length=210, blank=True)
    to_email = models.EmailField(db_index=True)
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="de")
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    amount_cents = models.IntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_index=True)
    send_after = models.DateTimeField(help_text="Real time: now, or later after a failed attempt")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["send_after", "id"], condition=models.Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["edition", "-created_at"], name="mail_by_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"


class Attachment(models.Model):
    """A file of a mail: stored bytes, or a source (`document:17`) that is turned into bytes when the mail goes out."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=120)
    source_key = models.CharField(max_length=60, blank=True, db_index=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(blob__isnull=False) | ~models.Q(source_key=""), name="attachment_has_bytes_or_source"
            ),
        ]

    def __str__(self) -> str:
        return self.filename
