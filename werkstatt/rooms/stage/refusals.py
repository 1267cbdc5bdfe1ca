"""Refusals in words: what went wrong and what to do. Lazy: each person reads them in her language."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from werkstatt.rooms.stage.tallies import ballots

Words = str | Promise
POLL_IS_GONE = _("Diese Umfrage gibt es nicht mehr.")
UNEXPECTED = _("Das hat nicht geklappt. Bitte laden Sie die Seite neu.")
SENTENCES: dict[str, Words] = {
    "NothingChosen": _("Bitte wählen Sie zuerst etwas aus."),
    "ChoiceIsUnknown": _("Diese Antwort steht nicht zur Wahl. Bitte laden Sie die Seite neu."),
    "RankedTwice": _("Bitte vergeben Sie jeden Platz nur einmal."),
    "NumberIsUnreadable": _("Bitte geben Sie eine Zahl ein, zum Beispiel 1.200 oder 12,5."),
    "WordIsTooLong": _("Bitte schreiben Sie einzelne Wörter mit höchstens 40 Buchstaben."),
    "PollIsBegun": _("Diese Umfrage war schon offen. Beginnen Sie sie neu, um sie zu ändern."),
    "PollIsNotOpen": _("Diese Umfrage ist nicht offen."),
    "PollIsNotReleasable": _("Diese Umfrage war noch nicht offen, es gibt kein Ergebnis."),
    "StageIsEnded": _("Die Bühne ist beendet."),
    "QuestionHasMovedOn": _("Jemand war schneller: Die Frage steht nicht mehr dort, wo Sie sie gesehen haben."),
    "StageIsTaken": _("Inzwischen steht keine Frage mehr auf der Bühne. Bitte versuchen Sie es noch einmal."),
    "QuestionsDoNotFit": _("Diese beiden Fragen lassen sich nicht zusammenführen."),
    "TimerIsTooLong": _("Bitte wählen Sie eine Zeit bis zu vier Stunden."),
    "ReportIsSettled": _("Jemand anderes hat diese Meldung schon bearbeitet."),
    "AuthorStaysUnknown": _("Wer ohne Namen fragt, bleibt unbekannt und lässt sich deshalb nicht sperren."),
    "InputIsWrong": _("Das ließ sich nicht lesen. Bitte prüfen Sie Ihre Eingabe."),
    "StageStillRuns": _("Eine Nachlese gibt es, sobald die Bühne beendet ist."),
    "QuestionIsNotSeen": _("Diese Frage steht nicht in der Nachlese und lässt sich nicht weiterführen."),
    "SomethingBecameOfIt": _("Aus dieser Frage ist schon etwas geworden. Sie bleibt in der Liste der Ausgabe."),
    "TooManyMaterials": _("Mehr als 30 Materialien passen nicht. Bitte entfernen Sie zuerst eines."),
    "HandIsDown": _("Diese Wortmeldung ist schon zurückgezogen oder erledigt."),
}


def sentence(problem: Exception) -> Words:
    """One sentence for the person."""
    if isinstance(problem, ballots.TooManyChosen):
        return format_lazy(_("Bitte nennen Sie höchstens {most}."), most=problem.most)
    if other := getattr(problem, "question_there", ""):
        taken = _("Inzwischen steht eine andere Frage auf der Bühne: „{text}“. Ihre wartet noch.")
        return format_lazy(taken, text=other)
    return SENTENCES.get(type(problem).__name__, UNEXPECTED)
