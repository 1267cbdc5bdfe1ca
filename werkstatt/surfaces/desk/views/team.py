"""Who works at the desk, and publishing the edition."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.choices import EditionState
from werkstatt.foundation.events.forms import RoleForm
from werkstatt.foundation.kernel import clock
from werkstatt.surfaces.desk.actions import invite
from werkstatt.surfaces.desk.choices import WORKS_IN, Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.readiness import gaps_of
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, edit


@at_desk(Area.SETTINGS)
def team(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Roles of this edition, and a form that invites by e-mail."""
    form = RoleForm(request.POST or None)

    def save() -> str:
        data = form.cleaned_data
        role = invite(edition=desk.edition, email=data["email"], kind=data["kind"], by=desk.person, now=clock.now())
        return _("%(person)s hat jetzt die Aufgabe „%(role)s“ und bekommt eine Mail.") % {
            "person": role.person,
            "role": role.get_kind_display(),
        }

    roles = desk.edition.roles.select_related("person").order_by("kind", "person__sort_name")
    context = {"roles": roles, "works_in": WORKS_IN}
    page = Page(_("Team"), back="desk:team", button=_("Einladen"), template="desk/team.html", context=context)
    return edit(request, desk, page, form, save)


@require_POST
@at_desk(Area.SETTINGS)
def role_remove(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    role = desk.edition.roles.select_related("person", "edition").filter(pk=pk).first()
    if role is None:
        raise Http404
    try:
        actions.revoke_role(role=role, by=desk.person, now=clock.now())
    except actions.LastOrganiser:
        messages.error(request, _("Jemand muss die Ausgabe organisieren: Diese Aufgabe hat sonst niemand."))
    else:
        messages.success(request, _("Die Aufgabe ist entzogen."))
    return redirect("desk:team", desk.edition.slug)


@at_desk(Area.SETTINGS)
def publication(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The checklist. Going public waits for every gap that hurts; the rest is only said."""
    edition = desk.edition
    gaps = gaps_of(edition)
    hurting = [gap for gap in gaps if gap.hurts]
    if request.method == "POST":
        _move(request, desk, may_publish=not hurting)
        return redirect("desk:publication", edition.slug)
    context = {
        "hurting": hurting,
        "open_gaps": [gap for gap in gaps if not gap.hurts],
        "here": reverse("desk:publication", args=[edition.slug]),
        "public_address": request.build_absolute_uri(reverse("website:edition", args=[edition.slug])),
        "is_public": edition.state == EditionState.PUBLIC,
        "is_archived": edition.state == EditionState.ARCHIVED,
    }
    return render(request, "desk/publication.html", context)


def _move(request: HttpRequest, desk: Desk, *, may_publish: bool) -> None:
    edition, now = desk.edition, clock.now()
    match request.POST.get("to"):
        case "public" if may_publish:
            actions.publish_edition(edition=edition, by=desk.person, now=now)
            messages.success(request, _("Die Ausgabe ist öffentlich. Ab jetzt sieht sie jede und jeder."))
        case "public":
            messages.error(request, _("Es fehlt noch etwas. Bitte schließen Sie zuerst die Lücken."))
        case "draft":
            actions.withdraw_edition(edition=edition, by=desk.person, now=now)
            messages.success(request, _("Die Ausgabe ist wieder ein Entwurf; nur das Team sieht sie."))
        case "archived":
            actions.archive_edition(edition=edition, by=desk.person, now=now)
            messages.success(request, _("Die Ausgabe liegt im Archiv: lesbar, aber ohne Anmeldung."))
