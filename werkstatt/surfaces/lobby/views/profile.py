"""My profile and the organisations I act for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people import actions
from werkstatt.foundation.people.forms import MembershipForm, OrganisationForm, ProfileForm
from werkstatt.foundation.people.models import Membership
from werkstatt.foundation.people.permissions import can_edit_organisation
from werkstatt.foundation.people.queries import memberships_of
from werkstatt.surfaces.lobby.views.frame import page
from werkstatt.surfaces.lobby.visitors import SignedIn

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
def profile(request: SignedIn) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(person=request.user, profile=form.profile(), now=clock.now())
        messages.success(request, _("Ihr Profil ist gespeichert."))
        return redirect("lobby:profile")
    return page(request, "lobby/profile.html", form=form, memberships=memberships_of(request.user))


@require_http_methods(GET_OR_POST)
@login_required
def organisations(request: SignedIn) -> HttpResponse:
    """Add one more organisation."""
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        organisation = actions.enter_organisation(form.cleaned_data["organisation"], now=now)
        actions.join_organisation(
            person=request.user, organisation=organisation, position=form.cleaned_data["position"], now=now
        )
        messages.success(request, _("Sie handeln jetzt für %(name)s.") % {"name": organisation.name})
        return redirect("lobby:profile")
    return page(request, "lobby/organisation_new.html", form=form)


@require_http_methods(GET_OR_POST)
@login_required
def organisation(request: SignedIn, pk: int) -> HttpResponse:
    """Its address and keys: to change by whoever acts for it alone, to read by everybody who acts for it."""
    membership = _membership(request, pk)
    if not can_edit_organisation(request.user, membership.organisation):
        return page(request, "lobby/organisation.html", membership=membership)
    form = OrganisationForm(request.POST or None, instance=membership.organisation)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(
            organisation=membership.organisation, changes=form.changes(), by=request.user, now=clock.now()
        )
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("lobby:profile")
    return page(request, "lobby/organisation.html", form=form, membership=membership)


@require_POST
@login_required
def removal(request: SignedIn, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    actions.leave_organisation(membership=membership, now=clock.now())
    messages.success(request, _("Sie handeln nicht mehr für %(name)s.") % {"name": membership.organisation.name})
    return redirect("lobby:profile")


@require_POST
@login_required
def first(request: SignedIn, pk: int) -> HttpResponse:
    actions.make_primary(membership=_membership(request, pk))
    return redirect("lobby:profile")


def _membership(request: SignedIn, pk: int) -> Membership:
    return get_object_or_404(memberships_of(request.user), pk=pk)
