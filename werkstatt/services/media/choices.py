from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Where the picture and sound of an online room come from. Product names are not translated."""

    HLS = "hls", _("Übertragung (HLS)")
    BIGBLUEBUTTON = "bigbluebutton", "BigBlueButton"
    JITSI = "jitsi", "Jitsi Meet"
    LIVEKIT = "livekit", "LiveKit"
    EMBED = "embed", _("YouTube, Vimeo oder PeerTube")
    LINK = "link", _("Link")


class SecondKind(models.TextChoices):
    """What a second picture or sound beside the first is for."""

    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    INTERPRETING = "interpreting", _("Verdolmetschung")


class Role(StrEnum):
    """Who somebody is in a video room."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    MODERATOR = "moderator"


class Mode(StrEnum):
    """How one gets in: within the page, with our own player, or at the provider's address."""

    IFRAME = "iframe"
    SDK = "sdk"
    REDIRECT = "redirect"
