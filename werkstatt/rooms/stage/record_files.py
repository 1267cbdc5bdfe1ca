"""The record to take along: lists as CSV, without names where none were given, safe in a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from werkstatt.foundation.look import signs
from werkstatt.rooms.stage.models import Message, Question
from werkstatt.rooms.stage.pictures import picture_of
from werkstatt.rooms.stage.record_queries import Record

Line = Sequence[object]


@dataclass(frozen=True)
class Sheet:
    """A list with its heads; `kinds` as the tables of the house name them."""

    heads: list[str]
    kinds: list[str]
    lines: list[Line]


def questions_sheet(record: Record) -> Sheet:
    """Every question, merged ones below the one they went into."""
    lines: list[Line] = []
    for each in record.questions:
        state = _("beantwortet") if each.is_answered else _("offen")
        carried = _("ja") if each.link else _("nein")
        lines.append([*_asked(each.question), each.support_count, state, each.question.answer, "", carried])
        lines += [[*_asked(other), "", state, "", each.question.text, ""] for other in each.merged]
    heads = [_("Frage"), _("Von"), _("Kanal"), _("Gestellt"), _("Unterstützungen"), _("Stand"), _("Antwort")]
    kinds = ["long", "text", "channel", "moment", "number", "text", "long", "long", "text"]
    return Sheet([*heads, _("Zusammengeführt mit"), _("Mitgenommen")], kinds, lines)


def polls_sheet(record: Record) -> Sheet:
    """One line for each answer of each poll."""
    lines: list[Line] = []
    for result in record.results:
        picture = picture_of(result)
        about = [result.poll.question, result.poll.get_kind_display(), result.voters]
        lines += [[*about, row.label, row.votes, row.text] for row in picture.rows]
        lines += [[*about, word.text, word.votes, ""] for word, _size in picture.words]
        if not picture.rows and not picture.words:
            lines.append([*about, "", "", ""])
    heads = [_("Umfrage"), _("Art"), _("Teilgenommen"), _("Antwort"), _("Stimmen oder Punkte"), _("Anzeige")]
    return Sheet(heads, ["long", "text", "number", "long", "number", "text"], lines)


def chat_sheet(record: Record) -> Sheet:
    lines: list[Line] = [
        [signs.local(message.sent_at), author(message), signs.channel_word(message.channel), message.text]
        for message in record.messages or ()
    ]
    return Sheet([_("Zeit"), _("Von"), _("Kanal"), _("Nachricht")], ["moment", "text", "channel", "long"], lines)


SHEETS = {"questions": questions_sheet, "polls": polls_sheet, "chat": chat_sheet}


def author(contribution: Question | Message) -> str:
    """The name others read on the stage; empty for anonymous questions and for people whose name was erased."""
    if isinstance(contribution, Question) and contribution.is_anonymous:
        return ""
    return contribution.voice.name.strip()


def _asked(question: Question) -> list[object]:
    name = author(question) or _("ohne Namen")
    return [question.text, name, signs.channel_word(question.channel), signs.local(question.asked_at)]
