from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The seven groups a workshop series brings together."""

    MUNICIPALITY = "municipality", _("Kommune")
    COUNTY = "county", _("Landkreis")
    STATE = "state", _("Landesverwaltung und Verbände")
    COMPANY = "company", _("Unternehmen")
    STARTUP = "startup", _("Startup")
    SCIENCE = "science", _("Wissenschaft")
    SOCIETY = "society", _("Zivilgesellschaft")


class Purpose(models.TextChoices):
    """What a person agrees to; each consent is given and withdrawn on its own."""

    PRIVACY_NOTICE = "privacy_notice", _("Datenschutzhinweise zur Kenntnis genommen")
    PARTICIPANT_LIST = "participant_list", _("Name in der Liste der Teilnehmenden")
    NEWSLETTER = "newsletter", _("Einladung zur nächsten Ausgabe")
    PHOTOS = "photos", _("Fotos und Aufzeichnungen")
    SUPPORT_NEEDS = "support_needs", _("Angaben zu Unterstützungsbedarf und Verpflegung")
