"""Suggestions while somebody types."""

import re
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count_request
from werkstatt.foundation.people.widgets import OrganisationInput, choices_context

TYPING = Limit("organisation-suggestions", times=300, per=timedelta(minutes=5))
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,80}")


@require_safe
def organisation_suggestions(request: HttpRequest) -> HttpResponse:
    """The radio buttons for what stands in the field named by `field`."""
    name = request.GET.get("field", "")
    if not FIELD_NAME.fullmatch(name):
        return HttpResponse(status=404)
    try:
        count_request(TYPING, request=request, now=clock.now())
    except TooOften:
        return HttpResponse(status=204)
    typed = OrganisationInput(text=request.GET.get(name, "")[:200])
    return render(request, "people/_organisation_choices.html", choices_context(name, typed, element_id=f"id_{name}"))
