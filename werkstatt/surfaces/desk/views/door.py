"""The door of the desk: who stands before it, and whether they may come in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from werkstatt.foundation.events.queries import editions_with_desk_for
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.context import remember
from werkstatt.surfaces.desk.permissions import Desk, desk_of

P = ParamSpec("P")
DeskView = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]
PlainView = Callable[..., HttpResponse]


def at_desk(area: Area) -> Callable[[DeskView[P]], PlainView]:
    """The view gets a Desk that may do `area`; strangers are asked to sign in, all others find nothing (404).

    The edition's time zone is active while the view runs, so that forms and pages speak local time.
    """

    def decorate(view: DeskView[P]) -> PlainView:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, edition: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = editions_with_desk_for(request.user).filter(slug=edition).first()
            desk = desk_of(request.user, found) if found else None
            if desk is None or not desk.may(area):
                raise Http404
            remember(request, desk)
            with timezone.override(desk.edition.zone):
                return view(request, desk, *args, **kwargs)

        guarded.area = area  # type: ignore[attr-defined]  # read by the permission test
        return guarded

    return decorate
