from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """What the source of a link is to its target; read from source to target."""

    RAISED = "raised", _("hier kam auf")
    CARRIED_ON = "carried_on", _("mitgenommen in")
    BECAME = "became", _("daraus wurde")
