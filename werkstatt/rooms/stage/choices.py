from django.db import models
from django.utils.translation import gettext_lazy as _


class Asking(models.TextChoices):
    """Whether, and under which name, people put questions on this stage."""

    OFF = "off", _("keine Fragen")
    NAMED = "named", _("nur mit Namen")
    ANONYMOUS = "anonymous", _("nur ohne Namen")
    BOTH = "both", _("mit oder ohne Namen")


class StageState(models.TextChoices):
    WAITING = "waiting", _("beginnt noch")
    LIVE = "live", _("läuft")
    ENDED = "ended", _("beendet")


class HallView(models.TextChoices):
    """What the big screen shows, as the moderation leads it."""

    WELCOME = "welcome", _("Begrüßung mit Code")
    QUESTION = "question", _("Frage auf der Bühne")
    POLL = "poll", _("Umfrage")
    SPEAKING = "speaking", _("Redeliste")
    PAUSE = "pause", _("Pause")


class QuestionState(models.TextChoices):
    WAITING_APPROVAL = "waiting_approval", _("wartet auf Freigabe")
    WAITING = "waiting", _("wartet")
    ON_STAGE = "on_stage", _("auf der Bühne")
    ANSWERED = "answered", _("beantwortet")
    HIDDEN = "hidden", _("ausgeblendet")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class PollKind(models.TextChoices):
    SINGLE = "single", _("eine Antwort")
    MULTIPLE = "multiple", _("mehrere Antworten")
    RATING = "rating", _("Bewertung")
    RANKING = "ranking", _("Rangfolge")
    WORDS = "words", _("Wortwolke")
    NUMBER = "number", _("Schätzfrage")
    YES_NO = "yes_no", _("Ja oder nein")


class PollState(models.TextChoices):
    PREPARED = "prepared", _("vorbereitet")
    OPEN = "open", _("offen")
    CLOSED = "closed", _("geschlossen")


class HandState(models.TextChoices):
    RAISED = "raised", _("meldet sich")
    CALLED = "called", _("hat das Wort")
    SPOKEN = "spoken", _("hat gesprochen")
    LOWERED = "lowered", _("zurückgezogen")


class ReportState(models.TextChoices):
    OPEN = "open", _("offen")
    UPHELD = "upheld", _("berechtigt")
    DISMISSED = "dismissed", _("unbegründet")


class Reaction(models.TextChoices):
    """Signs of a moment; they are counted, never kept with a name."""

    APPLAUSE = "applause", _("Applaus")
    HEART = "heart", _("Gefällt mir")
    IDEA = "idea", _("Gute Idee")
    LAUGH = "laugh", _("Lachen")
    UNCLEAR = "unclear", _("Nicht verstanden")
