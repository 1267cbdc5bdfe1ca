"""Before and beside the stage: polls that wait for their moment, the rules, and who helps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage import desk_forms
from werkstatt.rooms.stage.actions import leading, polls, stages
from werkstatt.rooms.stage.actions.diary import StageIsEnded
from werkstatt.rooms.stage.models import Poll, Stage
from werkstatt.rooms.stage.moderation_queries import found_on, helper_of
from werkstatt.rooms.stage.permissions import can_open_stage
from werkstatt.rooms.stage.refusals import sentence
from werkstatt.rooms.stage.views.desk import about, desk_url, moderated
from werkstatt.rooms.stage.visits import session_or_404

page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@login_required
def opening(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """A stage for the session, long before it begins: for its polls, its rules and its code on the posters."""
    session = session_or_404(request, edition, code)
    if not can_open_stage(request.user, session):
        raise Http404
    try:
        stage = stages.open_stage(session=session, **_how(request))
    except stages.SessionHasNoStage:
        messages.warning(request, _("Zu diesem Programmpunkt gibt es keine Bühne."))
        return redirect("website:session", edition, code)
    return redirect(desk_url(stage))


@page
@moderated
def poll_new(request: HttpRequest, stage: Stage) -> HttpResponse:
    form = desk_forms.PollForm(request.POST or None, initial={"kind": request.GET.get("kind", "single")})
    if form.is_valid():
        poll = polls.prepare_poll(stage=stage, entry=form.entry(), **_how(request))
        if request.POST.get("do") == "open":
            return _opened(request, stage, poll)
        messages.success(request, _("Die Umfrage ist vorbereitet. Niemand sieht sie, bis Sie sie öffnen."))
        return redirect(f"{desk_url(stage)}#desk-polls")
    return _form(request, stage, form, title=_("Umfrage vorbereiten"), opens=True)


@page
@moderated
def poll_change(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    poll = found_on(stage, stage.polls.all(), pk)
    if poll is None:
        raise Http404
    form = desk_forms.PollForm(request.POST or None, poll=poll)
    if form.is_valid():
        try:
            polls.change_poll(poll=poll, entry=form.entry(), **_how(request))
        except polls.PollIsBegun as problem:
            form.add_error(None, str(sentence(problem)))
        else:
            messages.success(request, _("Die Umfrage ist geändert."))
            return redirect(f"{desk_url(stage)}#desk-polls")
    return _form(request, stage, form, title=_("Umfrage ändern"))


@page
@moderated
def settings(request: HttpRequest, stage: Stage) -> HttpResponse:
    """The rules of the stage; helpers are chosen by whoever is in charge of the session, not by helpers."""
    may_appoint = can_open_stage(request.user, stage.session)
    is_helper_form = request.POST.get("form") == "helper"
    form = desk_forms.RulesForm(request.POST if request.method == "POST" and not is_helper_form else None, stage=stage)
    helper = desk_forms.HelperForm(request.POST if is_helper_form and may_appoint else None, auto_id="helper_%s")
    if form.is_valid():
        leading.change_rules(stage=stage, rules=form.rules(), **_how(request))
        messages.success(request, _("Die Regeln gelten ab sofort."))
        return redirect(request.path)
    if helper.is_valid():
        leading.appoint_moderator(stage=stage, person=helper.cleaned_data["email"], **_how(request))
        messages.success(request, _("Diese Person kann die Bühne jetzt mit Ihnen moderieren."))
        return redirect(request.path)
    context = {"form": form, "helper": helper, "may_appoint": may_appoint, "helpers": stage.co_moderators.all()}
    return render(request, "stage/desk/settings.html", about(stage) | context | {"back_url": desk_url(stage)})


@require_POST
@moderated
def dismiss(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    person = helper_of(stage, pk)
    if person is None or not can_open_stage(request.user, stage.session):
        raise Http404
    leading.dismiss_moderator(stage=stage, person=person, **_how(request))
    return redirect("stage:moderation_settings", stage.session.edition.slug, stage.session.code)


def _opened(request: HttpRequest, stage: Stage, poll: Poll) -> HttpResponse:
    try:
        polls.open_poll(poll=poll, **_how(request))
    except StageIsEnded as problem:
        messages.warning(request, str(sentence(problem)))
    return redirect(f"{desk_url(stage)}#desk-polls")


def _form(request: HttpRequest, stage: Stage, form: desk_forms.PollForm, **more: Any) -> HttpResponse:
    context = about(stage) | {"form": form, "back_url": f"{desk_url(stage)}#desk-polls", **more}
    return render(request, "stage/desk/poll_form.html", context, status=422 if form.errors else 200)


def _how(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user if isinstance(request.user, Person) else None, "now": clock.now()}
