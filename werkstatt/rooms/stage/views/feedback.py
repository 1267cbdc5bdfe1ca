"""Feedback of whoever took part, when it is over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import TooOften, count
from werkstatt.rooms.stage import permissions, record_forms, record_queries
from werkstatt.rooms.stage.actions.feedback import give_feedback
from werkstatt.rooms.stage.views.contributing import PACE
from werkstatt.rooms.stage.views.record import about
from werkstatt.rooms.stage.visits import arrive, stage_or_404, stage_url


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def feedback(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """The form, with what was given before. Whoever has no part in the stage finds its door."""
    stage = stage_or_404(request, edition, code)
    voice = arrive(request, stage, now=clock.now())
    if voice is None:
        return redirect(stage_url(stage))
    voice.stage = stage
    if reason := permissions.why_not_give_feedback(voice):
        messages.warning(request, str(reason))
        return redirect(stage_url(stage))
    given = record_queries.feedback_of(voice)
    form = record_forms.FeedbackForm(request.POST or None, given=given)
    if form.is_valid():
        try:
            count(PACE, who=voice.listener, now=clock.now())
        except TooOften:
            form.add_error(None, _("Das waren viele Beiträge in kurzer Zeit. Bitte warten Sie eine Minute."))
        else:
            give_feedback(voice=voice, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Danke für Ihre Rückmeldung. Sie können sie hier jederzeit ändern."))
            return redirect(request.path)
    context = {
        "form": form,
        "given": given,
        "steps": [str(step) for step, _name in record_forms.STEPS],
        "chosen": str(form["rating"].value() or ""),
        "may_read": permissions.can_read_record(request.user, stage, voice=voice, leads=False),
    }
    return render(request, "stage/record/feedback.html", about(stage) | context, status=422 if form.errors else 200)
