"""The log of the moderation in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkstatt.rooms.stage.models import LogEntry

VERBS: dict[str, Promise | str] = {
    "poll_prepared": gettext_lazy("hat eine Umfrage vorbereitet"),
    "poll_changed": gettext_lazy("hat eine Umfrage geändert"),
    "poll_removed": gettext_lazy("hat eine Umfrage gelöscht"),
    "poll_opened": gettext_lazy("hat eine Umfrage geöffnet"),
    "poll_closed": gettext_lazy("hat eine Umfrage geschlossen"),
    "poll_taken_down": gettext_lazy("hat eine Umfrage abgenommen"),
    "poll_reset": gettext_lazy("hat eine Umfrage neu begonnen"),
    "result_shown": gettext_lazy("hat ein Ergebnis gezeigt"),
    "result_hidden": gettext_lazy("hat ein Ergebnis verborgen"),
    "question_released": gettext_lazy("hat eine Frage freigegeben"),
    "question_hidden": gettext_lazy("hat eine Frage ausgeblendet"),
    "question_on_stage": gettext_lazy("hat eine Frage auf die Bühne geholt"),
    "question_answered": gettext_lazy("hat eine Frage als beantwortet vermerkt"),
    "question_returned": gettext_lazy("hat eine Frage zurückgestellt"),
    "question_merged": gettext_lazy("hat Fragen zusammengeführt"),
    "question_parted": gettext_lazy("hat Fragen wieder getrennt"),
    "answer_written": gettext_lazy("hat eine Antwort geschrieben"),
    "stage_begun": gettext_lazy("hat die Bühne begonnen"),
    "stage_ended": gettext_lazy("hat die Bühne beendet"),
    "rules_changed": gettext_lazy("hat die Regeln geändert"),
    "note_pinned": gettext_lazy("hat den angehefteten Hinweis geändert"),
    "link_shared": gettext_lazy("hat den geteilten Link geändert"),
    "moderator_appointed": gettext_lazy("hat jemanden zur Moderation gebeten"),
    "moderator_dismissed": gettext_lazy("hat jemanden aus der Moderation entlassen"),
    "record_published": gettext_lazy("hat die Nachlese veröffentlicht"),
    "record_withdrawn": gettext_lazy("hat die Nachlese zurückgezogen"),
    "record_with_chat": gettext_lazy("hat den Chat in die Nachlese aufgenommen"),
    "record_without_chat": gettext_lazy("hat den Chat aus der Nachlese genommen"),
    "question_carried_on": gettext_lazy("hat eine Frage mitgenommen"),
    "question_let_go": gettext_lazy("hat eine Frage nicht länger mitgenommen"),
    "material_added": gettext_lazy("hat Material hinzugefügt"),
    "material_removed": gettext_lazy("hat Material entfernt"),
    "message_removed": gettext_lazy("hat eine Nachricht entfernt"),
    "voice_blocked": gettext_lazy("hat jemanden gesperrt"),
    "voice_let_in": gettext_lazy("hat jemanden wieder zugelassen"),
    "report_upheld": gettext_lazy("hat einer Meldung recht gegeben"),
    "report_dismissed": gettext_lazy("hat eine Meldung verworfen"),
}


def told_of(entry: LogEntry) -> str:
    """`Jana Muster hat jemanden gesperrt: Ulmer Spatz (Werbung)`."""
    who = entry.actor.full_name if entry.actor else _("Das System")
    text = f"{who} {VERBS.get(entry.verb, entry.verb)}"
    concerned = entry.voice.name if entry.voice else ""
    reason = str(entry.facts.get("reason") or "")
    return f"{text}{f': {concerned}' if concerned else ''}{f' ({reason})' if reason else ''}"
