"""The big screen of a stage."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.hall_queries import scene_of
from werkstatt.rooms.stage.permissions import can_moderate
from werkstatt.rooms.stage.queries import as_it_stands, stages_visible_to
from werkstatt.services.live.tickets import stream_for
from werkstatt.surfaces.hall.codes import qr_path
from werkstatt.surfaces.hall.keys import key_of, opens


@require_safe
@never_cache
def screen(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    """For whoever moderates, and for whoever has the signed address; all others find nothing."""
    stage = stages_visible_to(request.user).filter(session__edition__slug=edition, session__code=code).first()
    if stage is None:
        raise Http404
    leads = can_moderate(request.user, stage)
    if not leads and not opens(request.GET.get("key", ""), stage.pk):
        raise Http404
    stream = stream_for(request, [stage.hall_topic], listener=f"hall:{stage.pk}")
    stage = as_it_stands(stage)
    door = request.build_absolute_uri(reverse("stage:join_code", args=[stage.code]))
    size, path = qr_path(door)
    context = {
        "stream": stream,
        "stage": stage,
        "session": stage.session,
        "edition": stage.session.edition,
        "now": clock.now(),
        "door": request.build_absolute_uri(reverse("stage:join")).split("://", 1)[1],
        "qr_size": size,
        "qr_path": path,
        "shared_url": f"{request.path}?key={key_of(stage.pk)}" if leads else "",
    }
    with timezone.override(stage.session.edition.zone):
        return render(request, "hall/screen.html", context | {"scene": scene_of(stage)})
