"""Now: which stages are live, who is here, and what comes next in both programmes."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme.queries import now_and_next, sessions_of_day
from werkstatt.rooms.stage import queries as stages
from werkstatt.rooms.stage.news.stage import now_topic
from werkstatt.rooms.stage.permissions import moderated_among
from werkstatt.rooms.stage.ways import open_stages, records_for
from werkstatt.services.live.tickets import stream_for
from werkstatt.surfaces.lobby.queries import days_of, edition_to_show
from werkstatt.surfaces.lobby.visitors import SignedIn

HERE_FOR = timedelta(hours=3)  # whoever opened a stage's page since then counts as being here


@require_safe
@login_required
def now(request: SignedIn) -> HttpResponse:
    moment = clock.now()
    edition = edition_to_show(days_of(request.user), moment)
    context: dict[str, Any] = {"edition": edition, "tab": "now"}
    if edition is not None:
        listener = f"person:{request.user.pk}"
        context["stream"] = stream_for(request, [now_topic(edition.pk)], listener=listener)
        context |= _present(edition, moment)
        context["records"] = records_for(request.user, edition)
        context["led"] = moderated_among(request.user, context["stages"])
    return render(request, "lobby/now.html", context)


def _present(edition: Edition, moment: datetime) -> dict[str, Any]:
    today = moment.astimezone(edition.zone).date()
    day = next((day for day in edition.days.select_related("edition") if day.on == today), None)
    sessions = sessions_of_day(day) if day is not None else []
    programmes = [(each, now_and_next([s for s in sessions if each in s.channels], moment)) for each in Channel]
    soon = [session for _, present in programmes for session in [*present.now, *present.next]]
    doors = open_stages(soon, now=moment) if soon else set()
    opened = [stage for stage in stages.stages_open_in(edition) if stage.session_id in doors] if doors else []
    return {
        "day": day,
        "programmes": programmes if day is not None else [],
        "stages": opened,
        "people_here": stages.people_here(edition, since=moment - HERE_FOR) if opened else [],
        "open_stages": doors,
    }
