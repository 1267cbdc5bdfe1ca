from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme.permissions import can_keep_plan
from werkstatt.foundation.programme.queries import now_and_next, sessions_of_day, starred_by
from werkstatt.rooms.stage.ways import open_stages
from werkstatt.surfaces.website.keeping import kept, programme_fingerprint
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
    filters = Filters(theme=request.GET.get("theme", "")[:60], format=request.GET.get("format", "")[:20])
    look = Look(now, filters, frozenset(starred_by(request.user, found)))
    context = {
        "edition": found,
        "day": day,
        "days": days,
        "channel": channel,
        "other_channel": channel.other,
        "channels": list(Channel),
        "filters": filters,
        "now": now,
        "can_star": can_keep_plan(request.user),
        "registering": registering_at(found, days, now),
    }
    if request.GET.get("part") == "present":
        return render(request, "website/_present.html", {**context, **_tables(day, channel, look)})
    body, grid_from = _body(request, context, look)
    return render(request, "website/timetable.html", {**context, "body": body, "grid_from": grid_from})


def _body(request: HttpRequest, context: dict[str, Any], look: Look) -> tuple[str, str]:
    """The bar and the board, kept while nothing changes; and from which width on the board is a grid."""
    day, channel = context["day"], context["channel"]

    def make() -> str:
        tables = _tables(day, channel, look)
        body = render_to_string("website/_timetable_body.html", {**context, **tables}, request)
        return f"{tables['table'].grid_from_rem}\n{body}"

    if look.filters.number:
        made = make()
    else:
        moment = f"{look.now:%d%H%M}" if _is_today(day, look.now) else ""
        plan = ",".join(str(key) for key in sorted(look.starred)) if context["can_star"] else "-"
        state = (day.pk, channel, programme_fingerprint(context["edition"]), moment, hash(plan))
        made = kept("timetable", state, make)
    grid_from, body = made.split("\n", 1)
    return mark_safe(body), grid_from  # noqa: S308  (rendered by a template above)


def _tables(day: Day, channel: Channel, look: Look) -> dict[str, Any]:
    sessions = sessions_of_day(day, channel)
    present = now_and_next(sessions, look.now) if _is_today(day, look.now) else None
    opened = open_stages([*present.now, *present.next], now=look.now) if present else set()
    table = timetable_of(day, channel, sessions, look)
    return {"table": table, "present": present, "open_stages": opened}


def _is_today(day: Day, now: datetime) -> bool:
    return now.astimezone(day.edition.zone).date() == day.on
