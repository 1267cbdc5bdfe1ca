"""The record as a PDF that can be read aloud (PDF/A-3a, PDF/UA-1): the same facts as on the page, nothing more."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.look import moments, paper, signs
from werkstatt.foundation.look.charts import Chart
from werkstatt.foundation.look.charts.printed import lines_svg
from werkstatt.foundation.programme.wording import said
from werkstatt.rooms.stage import record_pictures
from werkstatt.rooms.stage.models import Material, Message, Question
from werkstatt.rooms.stage.pictures import Picture, picture_of
from werkstatt.rooms.stage.record_files import author
from werkstatt.rooms.stage.record_numbers import numbers_of
from werkstatt.rooms.stage.record_queries import Record, Recorded

TEMPLATE = "rooms/stage/paper/record.typ"
MOST_WORDS = 24  # of a cloud, as on the screen


def record_pdf(record: Record, *, language: str) -> bytes:
    """In the language that is active; times in the zone that is active."""
    starts = signs.local(record.stage.session.starts_at)
    return paper.render(TEMPLATE, facts_of(record, language=language), dated=starts.date())


def facts_of(record: Record, *, language: str) -> dict[str, Any]:
    """Everything the template sets, in words."""
    session = record.stage.session
    edition = session.edition
    return {
        "language": "en" if language == "en" else "de",
        "title": said(session)[0],
        "when": moments.timespan(signs.local(session.starts_at), signs.local(session.ends_at), language),
        "channel": signs.channel_word(session.reach),
        "edition": edition.title,
        "host": edition.series.host_name,
        "numbers": [{"label": n.label, "number": signs.number(n.number), "note": n.note} for n in numbers_of(record)],
        "answered": [_question(each) for each in record.answered],
        "open": [_question(each) for each in record.open],
        "polls": [_poll(picture_of(result)) for result in record.results],
        "equal": _shares(record_pictures.equal_voice_chart(record)),
        "listeners": _lines(record_pictures.listeners_chart(record)) if record.listeners else None,
        "ratings": _ratings(record) if record.ratings.is_enough else None,
        "materials": [_material(each) for each in record.materials],
        "chat": [_message(each) for each in record.messages] if record.messages is not None else None,
        "words": _words(),
    }


def _question(each: Recorded) -> dict[str, Any]:
    question = each.question
    supports = ngettext("%(number)s Unterstützung", "%(number)s Unterstützungen", each.support_count)
    return {
        "text": question.text,
        "channel": question.channel,
        "by": _by(question),
        "supports": supports % {"number": signs.number(each.support_count)},
        "answer": question.answer or (_("Mündlich beantwortet.") if each.is_answered else ""),
        "is_written": bool(question.answer),
        "merged": [f"{other.text} ({_by(other)})" for other in each.merged],
        "is_carried_on": each.link is not None,
    }


def _material(material: Material) -> dict[str, str]:
    return {"title": material.title, "url": material.url, "place": material.url or material.file_name}


def _message(message: Message) -> dict[str, str]:
    return {
        "at": signs.clock(message.sent_at),
        "by": _by(message),
        "channel": message.channel,
        "text": message.text,
    }


def _by(contribution: Question | Message) -> str:
    return author(contribution) or _("ohne Namen")


def _poll(picture: Picture) -> dict[str, Any]:
    words = sorted(picture.words, key=lambda pair: (-pair[0].votes, pair[0].key))[:MOST_WORDS]
    rows = [
        {"label": row.label, "width": row.width, "text": row.text, "votes": row.figure, "leads": row.leads}
        for row in picture.rows
    ]
    return {
        "title": picture.title,
        "says": picture.says,
        "heads": [str(head) for head in picture.heads],
        "rows": rows,
        "words": [{"text": w.text, "size": s, "votes": signs.number(w.votes)} for w, s in picture.words[:MOST_WORDS]],
        "word_rows": [[word.text, signs.number(word.votes)] for word, _size in words],
        "alt": _alt(picture.title, picture.says, [f"{row['label']}: {row['text']}" for row in rows]),
    }


def _ratings(record: Record) -> dict[str, Any]:
    chart = record_pictures.ratings_chart(record.ratings)
    most = max(record.ratings.steps) or 1
    rows = [
        {
            "label": record_pictures.step_label(step),
            "width": round(100 * record.ratings.steps[step - 1] / most),
            "text": signs.number(record.ratings.steps[step - 1]),
            "votes": signs.number(record.ratings.steps[step - 1]),
            "leads": step >= 4,
        }
        for step in range(5, 0, -1)
    ]
    heads = [str(head) for head in chart.drawing["heads"]]
    alt = _alt(chart.title, chart.says, [f"{row['label']}: {row['text']}" for row in rows])
    return {"title": chart.title, "says": chart.says, "heads": heads, "rows": rows, "words": [], "alt": alt}


def _shares(chart: Chart) -> dict[str, Any]:
    rows = [
        {
            "label": row["label"],
            "text": row["text"],
            "stretches": [{"name": s["name"], "width": float(s["width"])} for s in row["stretches"]],
            "cells": row["text"].split(" : "),
        }
        for row in chart.drawing.get("rows", [])
    ]
    alt = _alt(chart.title, chart.says, [f"{row['label']}: {row['text']}" for row in rows])
    return {"title": chart.title, "says": chart.says, "rows": rows, "alt": alt}


def _lines(chart: Chart) -> dict[str, Any] | None:
    if chart.figures is None:
        return None
    return {
        "title": chart.title,
        "says": chart.says,
        "svg": lines_svg(chart),
        "alt": _alt(chart.title, chart.says, []),
        "heads": [str(head) for head in chart.figures.heads],
        "rows": [list(line) for line in chart.figures.lines],
    }


def _alt(title: object, says: object, values: list[str]) -> str:
    return " ".join([f"{title}: {says}", "; ".join(values)]).strip()


def _words() -> dict[str, str]:
    return {
        "record": _("Nachlese"),
        "numbers": _("In Zahlen"),
        "answered": _("Fragen und Antworten"),
        "open": _("Offen geblieben"),
        "open_says": _("Für diese Fragen blieb keine Zeit. Zuerst die mit der meisten Unterstützung."),
        "answer": _("Antwort"),
        "also": _("Ebenso gefragt:"),
        "carried_on": _("wird weitergeführt"),
        "polls": _("Umfragen"),
        "voices": _("Im Saal und zu Hause"),
        "part": _("Beiträge"),
        "on_site": _("vor Ort"),
        "online": _("online"),
        "word": _("Wort"),
        "votes": _("Stimmen"),
        "share": _("Anzeige"),
        "materials": _("Materialien"),
        "chat": _("Chat"),
        "none_answered": _("Auf der Bühne wurde keine Frage beantwortet."),
        "page": _("Seite"),
        "of": _("von"),
    }
