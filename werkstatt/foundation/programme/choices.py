from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionFormat(models.TextChoices):
    IMPULSE = "impulse", _("Impulsvortrag")
    PRACTICE = "practice", _("Gute Praxis")
    PANEL = "panel", _("Podium")
    DISCUSSION = "discussion", _("Diskussionsrunde")
    WORKSHOP = "workshop", _("Kreativ-Workshop")
    BUSINESS_MODEL = "business_model", _("Geschäftsmodell live")
    PROTOTYPE = "prototype", _("Prototypenlabor")
    PITCH = "pitch", _("Pitch")
    EXHIBITION = "exhibition", _("Ausstellung")
    NETWORKING = "networking", _("Netzwerken")
    BREAK = "break", _("Pause")


class SessionChannel(models.TextChoices):
    """Whose programme a session belongs to."""

    ON_SITE = "on_site", _("vor Ort")
    ONLINE = "online", _("online")
    BOTH = "both", _("vor Ort und online")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("geplant")
    CANCELLED = "cancelled", _("abgesagt")


class SpeakerRole(models.TextChoices):
    SPEAKER = "speaker", _("Vortrag")
    FACILITATOR = "facilitator", _("Moderation")
    PANELLIST = "panellist", _("Podium")
