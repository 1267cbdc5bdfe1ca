"""My data: take them along, or have them erased."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people import belongings
from werkstatt.foundation.people.actions import erase_person
from werkstatt.foundation.people.actions.erasure import StillNeeded
from werkstatt.foundation.people.forms import ErasureForm
from werkstatt.surfaces.lobby.views.frame import page
from werkstatt.surfaces.lobby.visitors import SignedIn


@require_safe
@login_required
def data(request: SignedIn) -> HttpResponse:
    return page(request, "lobby/data.html")


@require_safe
@login_required
def export(request: SignedIn) -> HttpResponse:
    response = JsonResponse(belongings.exports(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="meine-werkstatt.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erasure(request: SignedIn) -> HttpResponse:
    form = ErasureForm(request.POST or None, person=request.user)
    reasons = belongings.obstacles(request.user, now=clock.now())
    if request.method == "POST" and form.is_valid():
        person = request.user
        try:
            erase_person(person=person, now=clock.now(), by=person)
        except StillNeeded as still:
            reasons = still.reasons
        else:
            logout(request)
            messages.success(request, _("Ihre Daten sind gelöscht. Belege bleiben, solange das Gesetz es verlangt."))
            return redirect("account_request_login_code")
    return page(request, "lobby/erasure.html", form=form, reasons=reasons)
