"""Rooms and themes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.forms import RoomForm, ThemeChoiceForm, ThemeForm
from werkstatt.foundation.events.models import Room
from werkstatt.foundation.kernel import clock
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, edit, onward
from werkstatt.surfaces.desk.views.programme import programme_tabs


@at_desk(Area.EDIT_PROGRAMME)
def rooms(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Page(_("Räume"))
    context = {
        "onward": onward(request),
        "title": page.title,
        "rooms": desk.edition.rooms.select_related("video_source").order_by("-channel", "position", "name"),
        "tabs": programme_tabs(desk, "rooms"),
    }
    return render(request, "desk/rooms.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def room_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = RoomForm(request.POST or None)

    def save() -> str:
        room = actions.save_room(edition=desk.edition, changes=form.changes(), by=desk.person, now=clock.now())
        return _("„%s“ ist angelegt.") % room.name

    return edit(request, desk, Page(_("Raum anlegen"), back="desk:rooms"), form, save)


@at_desk(Area.EDIT_PROGRAMME)
def room(request: HttpRequest, desk: Desk, room: str) -> HttpResponse:
    found = _room(desk, room)
    form = RoomForm(request.POST or None, instance=found)

    def save() -> str:
        actions.save_room(edition=desk.edition, room=found, changes=form.changes(), by=desk.person, now=clock.now())
        return _("Der Raum ist gespeichert.")

    removal = {"remove_url": reverse("desk:room_remove", args=[desk.edition.slug, found.slug])}
    if found.channel == Channel.ONLINE:
        removal |= {
            "after": "desk/_to_video.html",
            "video_url": reverse("desk:video", args=[desk.edition.slug, found.slug]),
        }
    page = Page(found.name, back="desk:rooms", template="desk/form_with_removal.html", context=removal)
    return edit(request, desk, page, form, save)


@require_POST
@at_desk(Area.EDIT_PROGRAMME)
def room_remove(request: HttpRequest, desk: Desk, room: str) -> HttpResponse:
    found = _room(desk, room)
    try:
        actions.remove_room(room=found, by=desk.person, now=clock.now())
    except actions.RoomIsInUse:
        messages.error(request, _("In „%s“ stehen Programmpunkte. Verlegen Sie sie zuerst.") % found.name)
    else:
        messages.success(request, _("Der Raum ist entfernt."))
    return redirect("desk:rooms", desk.edition.slug)


@at_desk(Area.EDIT_PROGRAMME)
def themes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Which themes of the series this edition has, and the way to write new ones."""
    form = ThemeChoiceForm(request.POST or None, edition=desk.edition)

    def save() -> str:
        chosen = list(form.cleaned_data["themes"])
        actions.set_themes(edition=desk.edition, themes=chosen, by=desk.person, now=clock.now())
        return _("Die Themen sind gespeichert.")

    context = {
        "all_themes": desk.edition.series.themes.all(),
        "tabs": programme_tabs(desk, "themes"),
        "onward": onward(request),
    }
    hint = _("Themen gehören zur Reihe und leben über Ausgaben hinweg.")
    page = Page(_("Themen"), hint, back="desk:themes", template="desk/themes.html", context=context)
    return edit(request, desk, page, form, save)


@at_desk(Area.EDIT_PROGRAMME)
def theme_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = ThemeForm(request.POST or None)

    def save() -> str:
        made = actions.save_theme(series=desk.edition.series, changes=form.changes(), by=desk.person, now=clock.now())
        chosen = [*desk.edition.themes.all(), made]
        actions.set_themes(edition=desk.edition, themes=chosen, by=desk.person, now=clock.now())
        return _("„%s“ ist angelegt und gehört zu dieser Ausgabe.") % made.title

    return edit(request, desk, Page(_("Thema anlegen"), back="desk:themes"), form, save)


@at_desk(Area.EDIT_PROGRAMME)
def theme(request: HttpRequest, desk: Desk, theme: str) -> HttpResponse:
    found = desk.edition.series.themes.filter(slug=theme).first()
    if found is None:
        raise Http404
    form = ThemeForm(request.POST or None, instance=found)

    def save() -> str:
        changes = form.changes()
        actions.save_theme(series=desk.edition.series, theme=found, changes=changes, by=desk.person, now=clock.now())
        return _("Das Thema ist gespeichert.")

    return edit(request, desk, Page(found.title, back="desk:themes"), form, save)


def _room(desk: Desk, slug: str) -> Room:
    found = desk.edition.rooms.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
