"""People: the list, one person, and what those who prepare the days must know."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.lists.people import people_table
from werkstatt.surfaces.desk.lists.support import support_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.attendees import attendances_of, mails_to, person_here
from werkstatt.surfaces.desk.queries.story import log_about, told
from werkstatt.surfaces.desk.views.door import at_desk


@at_desk(Area.PEOPLE)
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    buttons = []
    if desk.may(Area.WRITE_MAILS):
        url = reverse("desk:mail_new", args=[desk.edition.slug])
        buttons = [{"label": _("Mail schreiben"), "url": url, "icon": "mail"}]
    return people_table(request, desk).respond("desk/list.html", {"title": _("Personen"), "buttons": buttons})


@at_desk(Area.PEOPLE)
def person(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One person with her days; with more rights also orders, mails and needs."""
    found = person_here(desk.edition, pk)
    if found is None:
        raise Http404
    attendances = attendances_of(found, desk.edition).select_related("support_needs")
    context = {
        "person": found,
        "attendances": attendances,
        "mails": mails_to(found, desk.edition)[:20] if desk.may(Area.READ_MAILS) else [],
        "log": told(log_about(f"person:{found.pk}"), most=10) if desk.may(Area.SETTINGS) else [],
        "crumbs": [(_("Personen"), reverse("desk:people", args=[desk.edition.slug])), (str(found), "")],
    }
    return render(request, "desk/person.html", context)


@at_desk(Area.SUPPORT)
def support(request: HttpRequest, desk: Desk) -> HttpResponse:
    hint = _("Nur für die Vorbereitung der Tage. Diese Angaben werden nach der Veranstaltung gelöscht.")
    return support_table(request, desk).respond("desk/list.html", {"title": _("Unterstützung"), "hint": hint})
