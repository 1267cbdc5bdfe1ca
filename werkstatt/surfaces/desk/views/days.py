"""Days with price, seats and door of each channel."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.forms import DayForm
from werkstatt.foundation.events.models import Day
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look.signs import day as day_words
from werkstatt.surfaces.desk.actions import DayPlan, TooFewSeats, save_day
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.forms.days import ChannelsForm
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.figures import occupancy_of
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, Refused, crumbs, edit, onward


@at_desk(Area.SETTINGS)
def days(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Page(_("Tage und Preise"))
    context = {
        "title": page.title,
        "days": days_of(desk.edition),
        "occupancy": occupancy_of(desk.edition),
        "crumbs": crumbs(desk, page),
        "onward": onward(request),
    }
    return render(request, "desk/days.html", context)


@at_desk(Area.SETTINGS)
def day_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = DayForm(request.POST or None)

    def save() -> str:
        try:
            day = actions.add_day(edition=desk.edition, times=form.times(), by=desk.person, now=clock.now())
        except actions.DayIsInUse as problem:
            form.add_error("on", _("Diesen Tag gibt es schon."))
            raise Refused from problem
        return _("%s ist angelegt. Es fehlen noch Preis und Plätze.") % day_words(day.on)

    return edit(request, desk, Page(_("Tag hinzufügen"), back="desk:days"), form, save)


@at_desk(Area.SETTINGS)
def day(request: HttpRequest, desk: Desk, on: date) -> HttpResponse:
    """Times, prices and seats of one day; the same prices and seats for all days with one tick."""
    found = _day(desk, on)
    form = DayForm(request.POST or None, initial={"on": found.on, "starts": found.starts, "ends": found.ends})
    channels = ChannelsForm(request.POST or None, day=found)

    def save() -> str:
        if not channels.is_valid():
            raise Refused
        targets = days_of(desk.edition) if channels.cleaned_data["for_all"] else [found]
        plan = DayPlan(found, form.times(), channels.wishes(), targets)
        try:
            save_day(plan=plan, by=desk.person, now=clock.now())
        except actions.DayIsInUse as problem:
            form.add_error("on", _("Diesen Tag gibt es schon."))
            raise Refused from problem
        except TooFewSeats as problem:
            channels.refuse(problem.channel, problem.taken, problem.day)
            raise Refused from problem
        return _("%s ist gespeichert.") % day_words(found.on)

    page = Page(
        day_words(found.on), back="desk:days", template="desk/day.html", context={"channels": channels, "day": found}
    )
    return edit(request, desk, page, form, save)


@require_POST
@at_desk(Area.SETTINGS)
def day_remove(request: HttpRequest, desk: Desk, on: date) -> HttpResponse:
    try:
        actions.remove_day(day=_day(desk, on), by=desk.person, now=clock.now())
    except actions.DayIsInUse:
        messages.error(request, _("An diesem Tag sind Plätze vergeben oder Programmpunkte geplant. Er bleibt."))
    else:
        messages.success(request, _("Der Tag ist entfernt."))
    return redirect("desk:days", desk.edition.slug)


@require_POST
@at_desk(Area.SETTINGS)
def day_door(request: HttpRequest, desk: Desk, on: date, channel: str) -> HttpResponse:
    """Open or close the registration for one channel of a day. What is booked stays booked."""
    if channel not in Channel.values:
        raise Http404
    found, kind = _day(desk, on), Channel(channel)
    is_opening = request.POST.get("open") == "1"
    act: Any = actions.open_channel if is_opening else actions.close_channel
    act(days=[found], channel=kind, now=clock.now(), by=desk.person)
    facts = {"day": day_words(found.on), "channel": kind.label}
    text = (
        _("%(day)s, %(channel)s: Die Anmeldung ist offen.")
        if is_opening
        else _("%(day)s, %(channel)s: Die Anmeldung ist zu.")
    )
    messages.success(request, text % facts)
    return redirect("desk:days", desk.edition.slug)


def _day(desk: Desk, on: date) -> Day:
    found = next((each for each in days_of(desk.edition) if each.on == on), None)
    if found is None:
        raise Http404
    return found
