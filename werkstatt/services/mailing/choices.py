from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENT = "sent", _("gesendet")
    KEPT = "kept", _("liegt im örtlichen Postfach")
    FAILED = "failed", _("fehlgeschlagen")
