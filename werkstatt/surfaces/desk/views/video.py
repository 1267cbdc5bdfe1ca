"""Where the video of an online room comes from: choose, enter, check, see it as participants do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Room
from werkstatt.foundation.kernel import clock
from werkstatt.services.media import actions
from werkstatt.services.media.choices import Kind
from werkstatt.services.media.forms import SourceForm
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers import PROVIDERS
from werkstatt.services.media.providers.provider import SettingIsWrong
from werkstatt.services.media.queries import source_of
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, crumbs


@at_desk(Area.EDIT_PROGRAMME)
def video(request: HttpRequest, desk: Desk, room: str) -> HttpResponse:
    """The room's video as participants see it, and the kinds there are."""
    found = _room(desk, room)
    if found.channel != Channel.ONLINE:
        messages.info(request, _("Ein Video gehört zu einem Online-Raum. „%s“ ist ein Raum vor Ort.") % found.name)
        return redirect("desk:room", desk.edition.slug, found.slug)
    title = _("Video: %s") % found.name
    context = {
        "title": title,
        "room": found,
        "source": source_of(found),
        "person": desk.person,
        "providers": PROVIDERS.values(),
        "crumbs": crumbs(desk, Page(title, back="desk:rooms")),
    }
    return render(request, "desk/video.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def video_edit(request: HttpRequest, desk: Desk, room: str, provider: str) -> HttpResponse:
    found = _room(desk, room)
    if provider not in Kind.values:
        raise Http404
    form = SourceForm(request.POST or None, kind=Kind(provider), source=source_of(found))
    here = reverse("desk:video", args=[desk.edition.slug, found.slug])
    if request.method == "POST" and form.is_valid():
        try:
            source = actions.save_source(room=found, entry=form.entry(), by=desk.person, now=clock.now())
        except SettingIsWrong as wrong:
            form.refuse(wrong)
        else:
            messages.success(request, _("Das Video für „%s“ ist gespeichert.") % found.name)
            _report(request, source)
            return redirect(here)
    context = {
        "form": form,
        "title": _("%(kind)s für „%(room)s“") % {"kind": Kind(provider).label, "room": found.name},
        "hint": form.provider.says,
        "button": _("Speichern und prüfen"),
        "back_url": here,
        "crumbs": crumbs(desk, Page(str(Kind(provider).label), back="desk:rooms")),
    }
    return render(request, "desk/form.html", context)


@require_POST
@at_desk(Area.EDIT_PROGRAMME)
def video_check(request: HttpRequest, desk: Desk, room: str) -> HttpResponse:
    source = _source(desk, room)
    _report(request, source)
    return redirect("desk:video", desk.edition.slug, source.room.slug)


@require_POST
@at_desk(Area.EDIT_PROGRAMME)
def video_remove(request: HttpRequest, desk: Desk, room: str) -> HttpResponse:
    source = _source(desk, room)
    actions.remove_source(source=source, by=desk.person, now=clock.now())
    messages.success(request, _("Das Video für „%s“ ist entfernt.") % source.room.name)
    return redirect("desk:video", desk.edition.slug, source.room.slug)


def _report(request: HttpRequest, source: VideoSource) -> None:
    """Ask the provider now, and say in sentences what came of it."""
    for finding in actions.check_source(source=source, now=clock.now()):
        (messages.success if finding.is_ok else messages.warning)(request, str(finding.words))


def _room(desk: Desk, slug: str) -> Room:
    found = desk.edition.rooms.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _source(desk: Desk, slug: str) -> VideoSource:
    found = source_of(_room(desk, slug))
    if found is None:
        raise Http404
    return found
