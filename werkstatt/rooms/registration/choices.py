from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderState(models.TextChoices):
    DRAFT = "draft", _("in Arbeit")
    PLACED = "placed", _("angemeldet")
    EXPIRED = "expired", _("abgelaufen")


class BillingKind(models.TextChoices):
    ORGANISATION = "organisation", _("Rechnung an die Organisation")
    PRIVATE = "private", _("Rechnung an mich privat")


class PlaceState(models.TextChoices):
    HELD = "held", _("reserviert")
    BOOKED = "booked", _("gebucht")
    ENDED = "ended", _("beendet")


class EndReason(models.TextChoices):
    DROPPED = "dropped", _("nicht gebucht")
    CANCELLED = "cancelled", _("storniert")
    CHANGED = "changed", _("Kanal gewechselt")
    SWITCHED = "switched", _("durch den Lageschalter beendet")


class SwitchKind(models.TextChoices):
    CLOSE = "close", _("Saal schließen")
    LIMIT = "limit", _("Saal begrenzen")
    OPEN = "open", _("Saal wieder öffnen")


class SwitchState(models.TextChoices):
    RUNNING = "running", _("läuft")
    WAITING = "waiting", _("wartet auf Antworten")
    FINISHED = "finished", _("abgeschlossen")


class CaseState(models.TextChoices):
    PENDING = "pending", _("steht aus")
    DONE = "done", _("erledigt")


class OfferState(models.TextChoices):
    OPEN = "open", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    DECLINED = "declined", _("abgelehnt")
    EXPIRED = "expired", _("ohne Antwort")
