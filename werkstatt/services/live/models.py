from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Topic(models.Model):
    """What one may listen to; its name says who may: `stage:12`, `stage:12:moderation`, `person:7`.

    `seq` counts its events without gaps. `epoch` is drawn when the row is made: cursors of another epoch mean nothing.
    """

    name = models.CharField(max_length=120, unique=True)
    epoch = models.BigIntegerField()
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}@{self.epoch}.{self.seq}"


class Event(models.Model):
    """What happened in a topic. `words` holds per language what differs by language; `payload` the rest."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    at = models.DateTimeField(help_text="The house's time, which a demo may shift")
    written_at = models.DateTimeField(db_default=Now(), db_index=True, help_text="Real time, for clearing away")

    class Meta:
        ordering = ["topic", "seq"]
        constraints = [models.UniqueConstraint(fields=["topic", "seq"], name="live_event_once")]

    def __str__(self) -> str:
        return f"{self.topic_id}.{self.seq} {self.kind}"


class Revocation(models.Model):
    """From here on `listener` may not hear topics that begin with `topic_prefix`; tickets made before it are refused.

    Tickets carry the newest revocation they knew: numbers in order of commit, so no clock decides.
    """

    listener = models.CharField(max_length=120)
    topic_prefix = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return f"{self.listener} {self.topic_prefix}*"


class Receipt(models.Model):
    """A hot command that was carried out, with its answer for whoever sends it again."""

    listener = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    reply = models.JSONField(null=True)
    written_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listener", "key"], name="live_receipt_once")]

    def __str__(self) -> str:
        return f"{self.listener} {self.key}"


class Crowd(models.Model):
    """Who listens to one topic through one process: hashes of listeners per channel, renewed while it lives."""

    process = models.CharField(max_length=32)
    topic = models.CharField(max_length=120)
    on_site = ArrayField(models.BigIntegerField(), default=list)
    online = ArrayField(models.BigIntegerField(), default=list)
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "process"], name="live_crowd_once")]

    def __str__(self) -> str:
        return f"{self.topic} in {self.process}"


class Process(models.Model):
    """What one web process says about its streams, for the page of operations."""

    name = models.CharField(max_length=32, unique=True)
    host = models.CharField(max_length=120)
    pid = models.IntegerField()
    figures = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["host", "pid"]

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
