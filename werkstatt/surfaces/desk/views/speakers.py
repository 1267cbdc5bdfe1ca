"""Those who speak, at the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme import actions
from werkstatt.foundation.programme.forms import SpeakerForm
from werkstatt.foundation.programme.models import Speaker
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.lists.programme import speakers_of_the_house, speakers_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.programme import programme_crumbs, programme_tabs


@at_desk(Area.PROGRAMME)
def speakers(request: HttpRequest, desk: Desk) -> HttpResponse:
    buttons = []
    if desk.may(Area.EDIT_PROGRAMME):
        url = reverse("desk:speaker_new", args=[desk.edition.slug])
        buttons = [{"label": _("Person eintragen"), "url": url, "icon": "plus"}]
    context = {"title": _("Vortragende"), "tabs": programme_tabs(desk, "speakers"), "buttons": buttons}
    return speakers_table(request, desk).respond("desk/list.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def speaker_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _edit(request, desk, None)


@at_desk(Area.EDIT_PROGRAMME)
def speaker(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    return _edit(request, desk, _speaker(desk, slug))


@require_POST
@at_desk(Area.EDIT_PROGRAMME)
def speaker_remove(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    found = _speaker(desk, slug)
    try:
        actions.delete_speaker(speaker=found, now=clock.now(), by=desk.person)
    except actions.SpeakerIsNeeded:
        messages.error(request, _("„%s“ steht in einem Programm und bleibt.") % found.name)
        return redirect("desk:speaker", desk.edition.slug, slug)
    messages.success(request, _("„%s“ ist entfernt.") % found.name)
    return redirect("desk:speakers", desk.edition.slug)


def _edit(request: HttpRequest, desk: Desk, found: Speaker | None) -> HttpResponse:
    back = reverse("desk:speakers", args=[desk.edition.slug])
    form = SpeakerForm(request.POST or None, request.FILES or None, speaker=found)
    if form.is_valid():
        saved = actions.save_speaker(entry=form.entry(), now=clock.now(), speaker=found, by=desk.person)
        messages.success(request, _("„%s“ ist gespeichert.") % saved.name)
        return redirect(back)
    title = found.name if found else _("Person eintragen")
    context = {
        "form": form,
        "title": title,
        "button": _("Speichern"),
        "back_url": back,
        "crumbs": programme_crumbs(desk, title, (_("Vortragende"), back)),
    }
    if found:
        context["remove_url"] = reverse("desk:speaker_remove", args=[desk.edition.slug, found.slug])
    return render(request, "desk/form_with_removal.html" if found else "desk/form.html", context)


def _speaker(desk: Desk, slug: str) -> Speaker:
    found: Speaker | None = speakers_of_the_house(desk.edition).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
