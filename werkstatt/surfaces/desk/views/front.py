"""Before an edition's desk: the first owner, choosing an edition, making one."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from werkstatt.foundation.events.actions import SlugIsTaken, copy_edition
from werkstatt.foundation.events.permissions import can_create_edition
from werkstatt.foundation.events.queries import editions_with_desk_for, series_organised_by
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count_request
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.queries import has_owner
from werkstatt.surfaces.desk.actions import HouseHasAnOwner, become_first_owner, found_edition
from werkstatt.surfaces.desk.forms.front import FirstOwnerForm, NewEditionForm, SeriesChoiceForm, SourceForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRIES = Limit("first_owner", times=10, per=timedelta(hours=1))


@never_cache
def front(request: HttpRequest) -> HttpResponse:
    """The editions whose desk one may enter; with one alone it opens at once."""
    if not request.user.is_authenticated:
        return redirect("account_login") if has_owner() else redirect("desk:first_owner")
    editions = list(editions_with_desk_for(request.user).order_by("-created_at"))
    may_create = can_create_edition(request.user)
    if not editions and not may_create:
        raise Http404
    if len(editions) == 1 and not may_create:
        return redirect("desk:dashboard", editions[0].slug)
    return render(request, "desk/front.html", {"editions": editions, "may_create": may_create})


@never_cache
def first_owner(request: HttpRequest) -> HttpResponse:
    """As long as nobody owns this house: who knows its code becomes the owner."""
    if has_owner():
        return redirect("desk:front")
    form = FirstOwnerForm(request.POST or None)
    now = clock.now()
    if request.method == "POST":
        try:
            count_request(TRIES, request=request, now=now)
        except TooOften:
            form.add_error(None, _("Zu viele Versuche. Bitte warten Sie eine Stunde."))
    if form.is_valid():
        try:
            owner = become_first_owner(email=form.cleaned_data["email"], now=now)
        except HouseHasAnOwner:
            return redirect("desk:front")
        login(request, owner, backend=BACKEND)
        messages.success(request, _("Willkommen! Legen Sie jetzt Ihre erste Ausgabe an."))
        return redirect("desk:edition_new")
    return render(request, "desk/first_owner.html", {"form": form})


@never_cache
@login_required
def edition_new(request: HttpRequest) -> HttpResponse:
    """An edition from scratch: a name, a first day, and a series if there is none."""
    person = _creator(request)
    choice = SeriesChoiceForm(request.POST or None, series=series_organised_by(person))
    form = NewEditionForm(request.POST or None)
    if request.method == "POST" and choice.is_valid() and form.is_valid():
        try:
            made = found_edition(
                series=choice.cleaned_data.get("series"),
                new_series=choice.new_series(),
                facts=form.facts(),
                by=person,
                now=clock.now(),
            )
        except SlugIsTaken:
            form.add_error("slug", _("Dieser Kurzname ist schon vergeben. Bitte wählen Sie einen anderen."))
        else:
            messages.success(
                request, _("„%s“ ist angelegt. Diese Liste führt Sie bis zur Veröffentlichung.") % made.title
            )
            return redirect("desk:publication", made.slug)
    may_copy = editions_with_desk_for(person).exists()
    return render(request, "desk/edition_new.html", {"form": form, "choice": choice, "may_copy": may_copy})


@never_cache
@login_required
def edition_copy(request: HttpRequest) -> HttpResponse:
    """An edition made from an earlier one: days shifted; rooms, prices, rules and texts taken over."""
    person = _creator(request)
    form = SourceForm(request.POST or None, editions=editions_with_desk_for(person))
    if form.is_valid() and form.source_edition:
        try:
            made = copy_edition(source=form.source_edition, wish=form.wish(), by=person, now=clock.now())
        except SlugIsTaken:
            form.add_error("slug", _("Dieser Kurzname ist schon vergeben. Bitte wählen Sie einen anderen."))
        else:
            messages.success(request, _("„%s“ ist angelegt. Bitte prüfen Sie Tage, Preise und Texte.") % made.title)
            return redirect("desk:publication", made.slug)
    return render(request, "desk/edition_copy.html", {"form": form})


def _creator(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person) or not can_create_edition(request.user):
        raise Http404
    return request.user
