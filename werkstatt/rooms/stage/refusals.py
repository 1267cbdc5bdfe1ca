"""Refusals in words: what went wrong and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.rooms.stage.tallies import ballots


def sentence(problem: Exception | str) -> str:
    """One sentence for the person. Known by name are those that no exception stands for."""
    if isinstance(problem, ballots.TooManyChosen):
        text = ngettext("Bitte nennen Sie höchstens %(most)s.", "Bitte nennen Sie höchstens %(most)s.", problem.most)
        return text % {"most": problem.most}
    name = problem if isinstance(problem, str) else type(problem).__name__
    return _sentences().get(name, _("Das hat nicht geklappt. Bitte laden Sie die Seite neu."))


def _sentences() -> dict[str, str]:
    return {
        "poll_is_gone": _("Diese Umfrage gibt es nicht mehr."),
        "NothingChosen": _("Bitte wählen Sie zuerst etwas aus."),
        "ChoiceIsUnknown": _("Diese Antwort steht nicht zur Wahl. Bitte laden Sie die Seite neu."),
        "RankedTwice": _("Bitte vergeben Sie jeden Platz nur einmal."),
        "NumberIsUnreadable": _("Bitte geben Sie eine Zahl ein, zum Beispiel 1.200 oder 12,5."),
        "WordIsTooLong": _("Bitte schreiben Sie einzelne Wörter mit höchstens 40 Buchstaben."),
        "PollIsBegun": _("Diese Umfrage war schon offen. Beginnen Sie sie neu, um sie zu ändern."),
        "PollIsNotOpen": _("Diese Umfrage ist nicht offen."),
        "PollIsNotReleasable": _("Diese Umfrage war noch nicht offen, es gibt kein Ergebnis."),
        "StageIsEnded": _("Die Bühne ist beendet."),
    }
