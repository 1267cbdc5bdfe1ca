from django.db import models

from werkstatt.foundation.events.models import Room
from werkstatt.services.media.choices import Kind, SecondKind


class VideoSource(models.Model):
    """Where the video of an online room comes from. `settings` may be shown; `sealed` never leaves the server.

    `key` names the room at the provider: it says nothing about people and cannot be guessed.
    """

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="video_source")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.SlugField(max_length=60, unique=True)
    settings = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict, help_text="Secrets by name, sealed with the key of this house")
    captions_url = models.URLField(blank=True, max_length=500, help_text="WebVTT")
    captions_language = models.CharField(max_length=2, default="de")
    second_url = models.URLField(blank=True, max_length=500)
    second_kind = models.CharField(max_length=16, choices=SecondKind.choices, default=SecondKind.SIGN_LANGUAGE)
    audio_url = models.URLField(blank=True, max_length=500, help_text="Sound alone, for narrow connections")
    notice = models.CharField(max_length=500, blank=True, help_text="Data protection; empty: the provider's sentence")
    checked_at = models.DateTimeField(null=True, blank=True)
    is_working = models.BooleanField(null=True, blank=True, help_text="Of the last check; empty: not checked")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room}: {self.get_kind_display()}"
