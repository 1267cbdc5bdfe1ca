from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import Channel, Phase
from werkstatt.foundation.events.queries import days_of, phase_at
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme.permissions import can_keep_plan
from werkstatt.foundation.programme.queries import now_and_next, sessions_of_day, starred_by
from werkstatt.surfaces.website.queries import day_or_404, edition_or_404
from werkstatt.surfaces.website.registering import registering_at
from werkstatt.surfaces.website.timetables import Filters, Look, timetable_of, timetable_url


@require_safe
def programme(request: HttpRequest, edition: str) -> HttpResponse:
    """Today's timetable while the event runs, else the first day's; both channels are one click away."""
    found = edition_or_404(request.user, edition)
    days = days_of(found)
    if not days:
        return render(request, "website/no_programme.html", {"edition": found})
    today = clock.now().astimezone(found.zone).date()
    day = next((day for day in days if day.on == today), days[0])
    offered = {row.channel for row in day.channels.all()} or {Channel.ON_SITE}
    channel = Channel.ON_SITE if Channel.ON_SITE in offered else Channel.ONLINE
    return redirect(timetable_url(found.slug, channel, day))


@require_safe
def timetable(request: HttpRequest, edition: str, channel: Channel, on: date) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    day, days = day_or_404(found, on)
    now = clock.now()
    sessions = sessions_of_day(day, channel)
    filters = Filters(theme=request.GET.get("theme", "")[:60], format=request.GET.get("format", "")[:20])
    starred = frozenset(starred_by(request.user, found))
    is_today = now.astimezone(found.zone).date() == day.on
    context = {
        "edition": found,
        "day": day,
        "days": days,
        "channel": channel,
        "other_channel": channel.other,
        "channels": list(Channel),
        "filters": filters,
        "table": timetable_of(day, channel, sessions, Look(now, filters, starred)),
        "present": now_and_next(sessions, now) if is_today and phase_at(days, now) == Phase.DURING else None,
        "now": now,
        "can_star": can_keep_plan(request.user),
        "registering": registering_at(found, days, now),
    }
    part = "website/_present.html" if request.GET.get("part") == "present" else "website/timetable.html"
    return render(request, part, context)
