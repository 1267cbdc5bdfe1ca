"""What the moderation does with the record: answers, results, chat, publication, materials, what is carried on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage import record_forms, record_pictures, record_queries
from werkstatt.rooms.stage.actions import materials, moderation, polls, record
from werkstatt.rooms.stage.models import Material, Stage
from werkstatt.rooms.stage.moderation_queries import found_on
from werkstatt.rooms.stage.permissions import Words
from werkstatt.rooms.stage.refusals import sentence
from werkstatt.rooms.stage.views.desk import about, desk_url, moderated

PROBLEMS: tuple[type[Exception], ...] = (
    record.StageStillRuns,
    record.QuestionIsNotSeen,
    record.SomethingBecameOfIt,
    moderation.QuestionHasMovedOn,
    polls.PollIsNotReleasable,
    materials.TooManyMaterials,
)


@require_safe
@moderated
def page(request: HttpRequest, stage: Stage) -> HttpResponse:
    return _show(request, stage)


@require_POST
@moderated
def question(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Write its answer, carry it on, or let it go."""
    found = found_on(stage, stage.questions.all(), pk)
    if found is None:
        raise Http404
    if request.POST.get("do") == "carry_on":
        done = _("Die Frage ist mitgenommen und steht in der Liste der Ausgabe.")
        return _act(request, stage, lambda how: record.carry_on(question=found, **how), done, f"q-{pk}")
    if request.POST.get("do") == "let_go":
        done = _("Die Frage wird nicht weitergeführt.")
        return _act(request, stage, lambda how: record.let_go(question=found, **how), done, f"q-{pk}")
    text = request.POST.get("text", "")
    done = _("Die Antwort steht in der Nachlese.")
    return _act(request, stage, lambda how: moderation.write_answer(question=found, text=text, **how), done, f"q-{pk}")


@require_POST
@moderated
def poll(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Release a result for the record, or keep it back."""
    found = found_on(stage, stage.polls.all(), pk)
    if found is None:
        raise Http404
    if request.POST.get("do") == "hide":
        done = _("Das Ergebnis steht nicht mehr in der Nachlese.")
        return _act(request, stage, lambda how: polls.hide_result(poll=found, **how), done, f"p-{pk}")
    done = _("Das Ergebnis steht in der Nachlese.")
    return _act(request, stage, lambda how: polls.show_result(poll=found, **how), done, f"p-{pk}")


@require_POST
@moderated
def publication(request: HttpRequest, stage: Stage) -> HttpResponse:
    if request.POST.get("do") == "withdraw":
        done = _("Die Nachlese ist zurückgezogen. Nur die Moderation liest sie.")
        return _act(request, stage, lambda how: record.withdraw_record(stage=stage, **how), done)
    done = _("Die Nachlese ist veröffentlicht. Alle, die dabei waren, können sie lesen.")
    return _act(request, stage, lambda how: record.publish_record(stage=stage, **how), done)


@require_POST
@moderated
def chat(request: HttpRequest, stage: Stage) -> HttpResponse:
    has_chat = request.POST.get("chat") == "1"
    done = _("Der Chat gehört zur Nachlese.") if has_chat else _("Der Chat gehört nicht zur Nachlese.")
    return _act(request, stage, lambda how: record.choose_chat(stage=stage, has_chat=has_chat, **how), done, "chat")


@require_http_methods(["GET", "HEAD", "POST"])
@moderated
def material_new(request: HttpRequest, stage: Stage) -> HttpResponse:
    """A link or a file, by the form that was sent."""
    if request.method != "POST":
        return _back(stage, "materials")
    if request.POST.get("form") == "file":
        file_form = record_forms.FileForm(request.POST, request.FILES, auto_id="file_%s")
        if not file_form.is_valid():
            return _show(request, stage, status=422, file_form=file_form)
        data = file_form.cleaned_data
        own = {"stage": stage, "title": data["title"], "name": file_form.file_name, "upload": data["file"]}
        return _act(request, stage, lambda how: materials.add_file(**own, **how), _("Die Datei ist da."), "materials")
    form = record_forms.LinkForm(request.POST, auto_id="link_%s")
    if not form.is_valid():
        return _show(request, stage, status=422, link_form=form)
    link = {"stage": stage, **form.cleaned_data}
    return _act(request, stage, lambda how: materials.add_link(**link, **how), _("Der Link ist da."), "materials")


@require_POST
@moderated
def material(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Move it up or down, or remove it."""
    found: Material | None = found_on(stage, stage.materials.all(), pk)
    if found is None:
        raise Http404
    found.stage = stage
    if request.POST.get("do") == "remove":
        done = _("„%s“ ist entfernt.") % found.title
        return _act(request, stage, lambda how: materials.remove_material(material=found, **how), done, "materials")
    materials.move_material(material=found, up=request.POST.get("do") == "up", now=clock.now())
    return _back(stage, "materials")


def _show(request: HttpRequest, stage: Stage, *, status: int = 200, **changed: Any) -> HttpResponse:
    found = record_queries.Record(stage, all_results=True)
    context = {
        "record": found,
        "ratings": record_pictures.ratings_chart(found.ratings),
        "words": record_queries.words_of_feedback(stage),
        "link_form": record_forms.LinkForm(auto_id="link_%s"),
        "file_form": record_forms.FileForm(auto_id="file_%s"),
        "desk_url": desk_url(stage),
    }
    return render(request, "stage/record/desk.html", about(stage) | context | changed, status=status)


def _act(
    request: HttpRequest, stage: Stage, act: Callable[[dict[str, Any]], object], done: Words, part: str = ""
) -> HttpResponse:
    how = {"by": request.user if isinstance(request.user, Person) else None, "now": clock.now()}
    try:
        act(how)
    except PROBLEMS as problem:
        messages.warning(request, str(sentence(problem)))
    else:
        messages.success(request, str(done))
    return _back(stage, part)


def _back(stage: Stage, part: str = "") -> HttpResponse:
    address = reverse("stage:moderation_record", args=[stage.session.edition.slug, stage.session.code])
    return redirect(f"{address}#{part}" if part else address)
