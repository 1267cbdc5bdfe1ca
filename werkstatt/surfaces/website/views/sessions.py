from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.actions import star_session, unstar_session
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.permissions import can_keep_plan
from werkstatt.foundation.programme.queries import CAST, sessions_visible_to, starred_by
from werkstatt.rooms.stage.ways import lead_of, left_of, way_to
from werkstatt.surfaces.website.linked_data import session_data
from werkstatt.surfaces.website.queries import takes_part_online
from werkstatt.surfaces.website.registering import registering_at
from werkstatt.surfaces.website.timetables import timetable_url


@require_safe
def session(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    found = _session_or_404(request, edition, code)
    here = found.edition
    on = found.starts_at.astimezone(here.zone).date()
    days = days_of(here)
    day = next((day for day in days if day.on == on), None)
    now = clock.now()
    context = {
        "edition": here,
        "session": found,
        "day": day,
        "timetable_url": timetable_url(here.slug, found.channels[0], day) if day else "",
        "is_running": found.starts_at <= now < found.ends_at and not found.is_cancelled,
        "is_starred": found.pk in starred_by(request.user, here),
        "can_star": can_keep_plan(request.user),
        "stage_way": way_to(found, visitor=request.user, now=now),
        "lead": lead_of(found, visitor=request.user),
        "left": left_of(found, visitor=request.user),
        "can_join": found.online_room is not None and takes_part_online(request.user, found),
        "registering": registering_at(here, days, now),
        "linked": session_data(found),
    }
    return render(request, "website/session.html", context)


@require_POST
def star(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """Put the session on one's plan, or take it off. With htmx the button comes back, else the page one came from."""
    found = _session_or_404(request, edition, code)
    if not isinstance(request.user, Person) or not can_keep_plan(request.user):
        return redirect_to_login(request.path.removesuffix("star/"))
    is_starred = request.POST.get("star") == "1"
    if is_starred:
        star_session(session=found, person=request.user, now=clock.now())
    else:
        unstar_session(session=found, person=request.user)
    if request.headers.get("HX-Request"):
        context = {"session": found, "edition": found.edition, "is_starred": is_starred}
        return render(request, "website/_star.html", context)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    return redirect("website:session", edition, code)


def _session_or_404(request: HttpRequest, edition: str, code: str) -> Session:
    sessions = sessions_visible_to(request.user).filter(edition__slug=edition, code=code)
    found = sessions.select_related("edition__venue").prefetch_related(CAST).first()
    if found is None:
        raise Http404
    return found
