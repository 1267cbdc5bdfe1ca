"""The programme at the desk: the list, a day as a grid, and one session."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events.queries import days_of, days_on
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look import signs
from werkstatt.foundation.programme import actions
from werkstatt.foundation.programme.forms import (
    PROBLEMS,
    CancelSessionForm,
    SessionForm,
    SlotForm,
    SpeakerLinkFormSet,
    links_initial,
)
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import sessions_of
from werkstatt.foundation.programme.slots import former_slot
from werkstatt.rooms.stage.ways import lead_of
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.grids import day_grid
from werkstatt.surfaces.desk.lists.programme import sessions_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.story import log_about, told
from werkstatt.surfaces.desk.queries.warnings import warnings_in
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import way_back


@at_desk(Area.PROGRAMME)
def programme(request: HttpRequest, desk: Desk) -> HttpResponse:
    slug, may_edit = desk.edition.slug, desk.may(Area.EDIT_PROGRAMME)
    buttons = [{"label": _("Programmpunkt anlegen"), "url": reverse("desk:session_new", args=[slug]), "icon": "plus"}]
    context = {"title": _("Programm"), "tabs": programme_tabs(desk, ""), "buttons": buttons if may_edit else []}
    return sessions_table(request, desk).respond("desk/list.html", context)


@at_desk(Area.PROGRAMME)
def programme_day(request: HttpRequest, desk: Desk, on: date) -> HttpResponse:
    """One day with time down and rooms across, and what to look at again."""
    day = next((day for day in days_of(desk.edition) if day.on == on), None)
    if day is None:
        raise Http404
    sessions = [s for s in sessions_of(desk.edition) if s.starts_at.astimezone(desk.edition.zone).date() == on]
    context = {
        "day": day,
        "grid": day_grid(sessions),
        "warnings": warnings_in(sessions),
        "tabs": programme_tabs(desk, on.isoformat()),
    }
    return render(request, "desk/programme_day.html", context)


@at_desk(Area.PROGRAMME)
def session(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One session: what it is, and for those who may, the form that changes it."""
    found = _session(desk, code)
    if not desk.may(Area.EDIT_PROGRAMME):
        return render(request, "desk/session.html", _about(desk, found))
    form = SessionForm(request.POST or None, edition=desk.edition, session=found)
    speakers = SpeakerLinkFormSet(request.POST or None, initial=links_initial(found), prefix="speakers")
    if request.method == "POST" and form.is_valid() and speakers.is_valid():
        try:
            entry = form.entry(speakers.links())
            saved = actions.edit_session(session=found, entry=entry, now=clock.now(), by=desk.person)
        except PROBLEMS as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("„%s“ ist gespeichert.") % saved.title)
            return redirect("desk:session", desk.edition.slug, saved.code)
    context = {**_about(desk, found), "form": form, "formset": speakers}
    return render(request, "desk/session.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def session_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    initial = {"day": days_on(desk.edition)[0].isoformat()} if days_on(desk.edition) else {}
    form = SessionForm(request.POST or None, edition=desk.edition, initial=initial)
    speakers = SpeakerLinkFormSet(request.POST or None, prefix="speakers")
    if request.method == "POST" and form.is_valid() and speakers.is_valid():
        try:
            entry = form.entry(speakers.links())
            made = actions.create_session(edition=desk.edition, entry=entry, now=clock.now(), by=desk.person)
        except PROBLEMS as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("„%s“ steht im Programm.") % made.title)
            return redirect(way_back(request, reverse("desk:session", args=[desk.edition.slug, made.code])))
    context = {
        "form": form,
        "formset": speakers,
        "title": _("Programmpunkt anlegen"),
        "button": _("Anlegen"),
        "hint": _missing(request, desk),
        "back_url": way_back(request, reverse("desk:programme", args=[desk.edition.slug])),
        "crumbs": programme_crumbs(desk, _("Anlegen")),
    }
    return render(request, "desk/form.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def session_move(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    found = _session(desk, code)
    form = SlotForm(request.POST or None, edition=desk.edition, session=found)
    here = reverse("desk:session", args=[desk.edition.slug, found.code])
    if form.is_valid():
        try:
            actions.move_session(session=found, slot=form.slot(), now=clock.now(), by=desk.person)
        except PROBLEMS as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("„%s“ ist verlegt. Der frühere Termin bleibt sichtbar.") % found.title)
            return redirect(here)
    context = {
        "form": form,
        "title": _("„%s“ verlegen") % found.title,
        "button": _("Verlegen"),
        "back_url": here,
        "crumbs": programme_crumbs(desk, _("Verlegen"), (found.title, here)),
    }
    return render(request, "desk/form.html", context)


@at_desk(Area.EDIT_PROGRAMME)
def session_cancel(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    found = _session(desk, code)
    form = CancelSessionForm(request.POST or None)
    here = reverse("desk:session", args=[desk.edition.slug, found.code])
    if form.is_valid():
        actions.cancel_session(session=found, note=form.cleaned_data["note"], now=clock.now(), by=desk.person)
        messages.success(request, _("„%s“ ist abgesagt und bleibt so im Programm stehen.") % found.title)
        return redirect(here)
    context = {
        "form": form,
        "title": _("„%s“ absagen") % found.title,
        "hint": _("Der Programmpunkt bleibt sichtbar und ist als abgesagt gekennzeichnet. Der Raum wird frei."),
        "button": _("Absagen"),
        "back_url": here,
        "crumbs": programme_crumbs(desk, _("Absagen"), (found.title, here)),
    }
    return render(request, "desk/form.html", context)


@require_POST
@at_desk(Area.EDIT_PROGRAMME)
def session_restore(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    found = _session(desk, code)
    try:
        actions.restore_session(session=found, now=clock.now(), by=desk.person)
    except actions.RoomIsTaken as problem:
        text = _("Der Raum ist inzwischen belegt: „%s“. Verlegen Sie den Programmpunkt zuerst.")
        messages.error(request, text % (problem.other.title if problem.other else ""))
    else:
        messages.success(request, _("„%s“ findet wieder statt.") % found.title)
    return redirect("desk:session", desk.edition.slug, found.code)


def programme_tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """The list, each day as a grid, speakers, themes, rooms."""
    slug = desk.edition.slug
    tabs = [{"label": _("Liste"), "url": reverse("desk:programme", args=[slug]), "current": current == ""}]
    for on in days_on(desk.edition):
        url = reverse("desk:programme_day", args=[slug, on])
        tabs.append({"label": signs.short_day(on), "url": url, "current": current == on.isoformat()})
    more = {"speakers": _("Vortragende"), "themes": _("Themen"), "rooms": _("Räume")}
    for page, label in more.items():
        if page == "speakers" or desk.may(Area.EDIT_PROGRAMME):
            tabs.append({"label": label, "url": reverse(f"desk:{page}", args=[slug]), "current": current == page})
    return tabs


def programme_crumbs(desk: Desk, title: str, *between: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Programm"), reverse("desk:programme", args=[desk.edition.slug])), *between, (title, "")]


def _session(desk: Desk, code: str) -> Session:
    found = sessions_of(desk.edition).filter(code=code).defer(None).first()
    if found is None:
        raise Http404
    found.edition = desk.edition
    return found


def _about(desk: Desk, found: Session) -> dict[str, Any]:
    return {
        "session": found,
        "former": former_slot(found.moved_from),
        "warnings": warnings_in([found]),
        "log": told(log_about(f"session:{desk.edition.slug}/{found.code}"), most=10),
        "crumbs": programme_crumbs(desk, found.title),
        "lead": lead_of(found, visitor=desk.person),
    }


def _missing(request: HttpRequest, desk: Desk) -> SafeString | str:
    """What must exist before a session can, with the way there and back."""
    if not days_on(desk.edition):
        says, action, page = _("Ein Programmpunkt steht an einem Tag."), _("Zuerst einen Tag anlegen"), "desk:day_new"
    elif not desk.edition.rooms.exists():
        says, action, page = (
            _("Ein Programmpunkt steht in einem Raum."),
            _("Zuerst einen Raum anlegen"),
            "desk:room_new",
        )
    else:
        return ""
    there = f"{reverse(page, args=[desk.edition.slug])}?{urlencode({'next': request.get_full_path()})}"
    return format_html('{} <a href="{}">{}</a>', says, there, action)
