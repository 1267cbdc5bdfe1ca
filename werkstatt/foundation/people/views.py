"""Signing in by a code, and suggestions while somebody types."""

import re
from datetime import timedelta
from math import ceil

from allauth.account.views import request_login_code
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count, count_request
from werkstatt.foundation.people.actions import prepare_sign_in
from werkstatt.foundation.people.widgets import OrganisationInput, choices_context

TYPING = Limit("organisation-suggestions", times=300, per=timedelta(minutes=5))
CODES_PER_ADDRESS = Limit("login-code", times=6, per=timedelta(minutes=15))
CODES_PER_CALLER = Limit("login-code-caller", times=60, per=timedelta(hours=1))
FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,80}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code there. Known or unknown, the answer is the same; a new address gets a person."""
    if request.method == "POST" and (email := _address(request.POST.get("email", ""))):
        now = clock.now()
        try:
            count_request(CODES_PER_CALLER, request=request, now=now)
            count(CODES_PER_ADDRESS, who=email, now=now)
        except TooOften as limit:
            minutes = ceil(limit.again_in.total_seconds() / 60)
            return render(request, "people/too_often.html", {"minutes": minutes}, status=429)
        prepare_sign_in(email=email, language=(get_language() or "de")[:2], now=now)
    response: HttpResponse = request_login_code(request)
    return response


def sign_up(request: HttpRequest) -> HttpResponse:
    """There is one door for everybody."""
    return redirect("account_request_login_code")


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


def _address(text: str) -> str:
    """The address, if it is one; the form says what is wrong with it otherwise."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if len(email) <= 254 else ""
