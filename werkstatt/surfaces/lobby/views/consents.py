"""What I agreed to, when, and in which words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.actions import withdraw_consent
from werkstatt.foundation.people.queries import consents_of
from werkstatt.surfaces.lobby.views.frame import page
from werkstatt.surfaces.lobby.visitors import SignedIn


@require_safe
@login_required
def consents(request: SignedIn) -> HttpResponse:
    return page(request, "lobby/consents.html", consents=consents_of(request.user))


@require_POST
@login_required
def withdrawal(request: SignedIn, pk: int) -> HttpResponse:
    consent = get_object_or_404(consents_of(request.user), pk=pk)
    withdraw_consent(consent=consent, now=clock.now(), by=request.user)
    messages.success(request, _("Ihre Einwilligung ist widerrufen. Sie gilt ab jetzt nicht mehr."))
    return redirect("lobby:consents")
