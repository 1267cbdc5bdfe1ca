from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a person takes part on a day."""

    ON_SITE = "on_site", _("vor Ort")
    ONLINE = "online", _("online")

    @property
    def other(self) -> "Channel":
        return Channel.ONLINE if self is Channel.ON_SITE else Channel.ON_SITE


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLIC = "public", _("öffentlich")
    ARCHIVED = "archived", _("Archiv")


class RoleKind(models.TextChoices):
    """What a person may do at the desk of one edition."""

    ORGANISER = "organiser", pgettext_lazy("role", "Organisation")
    PROGRAMME = "programme", _("Programm")
    FINANCE = "finance", _("Finanzen")
    DOOR = "door", _("Einlass")
    FACILITATOR = "facilitator", _("Moderation")


class ParticipationState(models.TextChoices):
    ACTIVE = "active", _("nimmt teil")
    ENDED = "ended", _("beendet")


class Phase(models.TextChoices):
    """Where an edition stands in its own calendar."""

    BEFORE = "before", _("vor der Veranstaltung")
    DURING = "during", _("während der Veranstaltung")
    AFTER = "after", _("nach der Veranstaltung")


class Typeface(models.TextChoices):
    """What an edition is set in; empty is Fira Sans. The others are on every device, so nothing is loaded."""

    SYSTEM = "system", _("Schrift des Geräts")
    SERIF = "serif", _("Schrift mit Serifen")
