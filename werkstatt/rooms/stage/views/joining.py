"""In the hall: from the code on the wall to the stage, with a name of one's own choosing and no account."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count, count_request
from werkstatt.rooms.stage import forms, queries
from werkstatt.rooms.stage.actions import voices
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.visits import arrive, remember_guest, stage_url

# A whole hall comes from one address: generous per address, strict per browser and for wrong codes.
GUESSES = Limit("stage.code_guess", 60, timedelta(minutes=10))
GUESTS_PER_ADDRESS = Limit("stage.guest", 600, timedelta(minutes=10))
GUESTS_PER_BROWSER = Limit("stage.guest_browser", 6, timedelta(hours=1))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Type the code from the wall."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (stage := queries.stage_behind(form.cleaned_data["code"])) is not None:
            return redirect("stage:join_code", stage.code)
        return _wrong_code(request, form)
    return render(request, "stage/join.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code leads here: choose a name and be in."""
    stage = queries.stage_behind(code)
    if stage is None:
        typed = forms.CodeForm({"code": code})
        return _wrong_code(request, typed) if typed.is_valid() else redirect("stage:join")
    if arrive(request, stage, now=clock.now()) is not None:
        return redirect(stage_url(stage))
    form = forms.GuestForm(request.POST or None, channels=stage.session.channels)
    if request.method == "POST" and form.is_valid() and _joined(request, stage, form):
        return redirect(stage_url(stage))
    session = stage.session
    context = {"stage": stage, "session": session, "edition": session.edition, "form": form}
    return render(request, "stage/join_code.html", context, status=422 if form.errors else 200)


def _joined(request: HttpRequest, stage: Stage, form: forms.GuestForm) -> bool:
    now = clock.now()
    try:
        count_request(GUESTS_PER_ADDRESS, request=request, now=now)
        if request.session.session_key:
            count(GUESTS_PER_BROWSER, who=request.session.session_key, now=now)
        name = form.cleaned_data["pseudonym"]
        voice = voices.join_as_guest(stage=stage, pseudonym=name, channel=form.channel_chosen, now=now)
    except TooOften:
        form.add_error(None, _("Von hier kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es in zehn Minuten."))
        return False
    except voices.NameIsTaken:
        form.add_error("pseudonym", _("So heißt hier schon jemand. Bitte wählen Sie einen anderen Namen."))
        return False
    remember_guest(request, voice)
    return True


def _wrong_code(request: HttpRequest, form: forms.CodeForm) -> HttpResponse:
    """Say so; whoever only guesses is asked to wait. A right code always works, also beside a guesser."""
    status = 422
    try:
        count_request(GUESSES, request=request, now=clock.now())
        form.add_error("code", _("Diesen Code gibt es gerade nicht. Bitte vergleichen Sie ihn mit der Leinwand."))
    except TooOften:
        form.add_error(None, _("Das waren viele falsche Codes. Bitte warten Sie zehn Minuten."))
        status = 429
    return render(request, "stage/join.html", {"form": form}, status=status)
