"""For those who run the house."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.services.live import queries
from werkstatt.services.live.permissions import can_see_operations


@require_safe
@never_cache
def operations(request: HttpRequest) -> HttpResponse:
    """Streams, rates, lag and the bus of every process; others find nothing."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_see_operations(request.user):
        raise Http404
    part = request.headers.get("HX-Request") == "true"
    context = {"operations": queries.operations(), "now": clock.now()}
    return render(request, "live/_operations.html" if part else "live/operations.html", context)
