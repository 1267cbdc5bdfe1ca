"""The record of a stage to read and to take along, and the materials of its session."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from werkstatt.foundation.look.tables import export
from werkstatt.rooms.stage import permissions, record_pictures, record_queries
from werkstatt.rooms.stage.models import Stage, Voice
from werkstatt.rooms.stage.record_files import SHEETS
from werkstatt.rooms.stage.record_paper import record_pdf
from werkstatt.rooms.stage.visits import stage_or_404, voice_here

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Reader:
    """Somebody who may read the record. `leads`: she may change it, and reads it before it is published."""

    stage: Stage
    voice: Voice | None
    leads: bool


def read_by_right(view: View) -> View:
    """The view gets a reader; for everybody else there is no record (404)."""

    @require_safe
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, edition: str, code: str, **kwargs: Any) -> HttpResponse:
        stage = stage_or_404(request, edition, code)
        voice = voice_here(request, stage)
        leads = permissions.can_moderate(request.user, stage)
        if not permissions.can_read_record(request.user, stage, voice=voice, leads=leads):
            raise Http404
        with timezone.override(stage.session.edition.zone):
            return view(request, Reader(stage, voice, leads), **kwargs)

    return opened


@read_by_right
def record(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = record_queries.Record(reader.stage)
    voice = reader.voice
    if voice is not None:
        voice.stage = reader.stage
    context = {
        "record": found,
        "equal_voice": record_pictures.equal_voice_chart(found),
        "listeners": record_pictures.listeners_chart(found),
        "ratings": record_pictures.ratings_chart(found.ratings),
        "may_give_feedback": voice is not None and permissions.can_give_feedback(voice),
        "leads": reader.leads,
        "most_messages": record_queries.MOST_MESSAGES,
    }
    return render(request, "stage/record/page.html", about(reader.stage) | context)


@read_by_right
def sheet(request: HttpRequest, reader: Reader, *, name: str) -> HttpResponse:
    """One list of the record as CSV; the chat only where it is part of the record."""
    found = record_queries.Record(reader.stage, most_messages=None)
    if name == "chat" and found.messages is None:
        raise Http404
    made = SHEETS[name](found)
    return export.response("csv", f"{reader.stage.session.code}-{name}", made.heads, made.lines, made.kinds)


@read_by_right
def paper(request: HttpRequest, reader: Reader) -> HttpResponse:
    found = record_queries.Record(reader.stage, most_messages=None)
    language = translation.get_language() or "de"
    name = f"{slugify(reader.stage.session.code)}-{language}.pdf"
    return download(record_pdf(found, language=language), "application/pdf", name)


@require_safe
def material(request: HttpRequest, edition: str, code: str, pk: int, name: str) -> HttpResponse:
    """A file of the session. The name in the address is for people; the key finds it."""
    stage = stage_or_404(request, edition, code)
    found = record_queries.material_on(stage, pk)
    if found is None or found.file is None:
        raise Http404
    if not permissions.can_see_materials(stage, voice=None, leads=False):
        leads = permissions.can_moderate(request.user, stage)
        if not permissions.can_see_materials(stage, voice=voice_here(request, stage), leads=leads):
            raise Http404
    return download(found.file.data, found.file.media_type, found.file_name)


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep: never shown or run by the browser in our name."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def about(stage: Stage) -> dict[str, Any]:
    return {"stage": stage, "session": stage.session, "edition": stage.session.edition}
