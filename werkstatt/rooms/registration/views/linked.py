"""Pages behind a link from a mail: the link is the permission. A broken or old one leads to a new one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.forms import LinkForm
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.views import drafting

View = Callable[..., HttpResponse]


def with_order(view: View) -> View:
    """Give the view the order its link stands for."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            order = links.order_behind(token, now=clock.now())
        except links.LinkHasExpired as expired:
            return expired_page(request, token, expired.thing)
        except links.LinkIsUnknown:
            return unknown_page(request)
        return private(drafting.not_too_often(drafting.WRITING)(view)(request, token, order, *args, **kwargs))

    return opened


def with_attendee(view: View) -> View:
    """Give the view the attendee its link stands for; whoever was substituted finds a page that says so."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attendee = links.attendee_behind(token, now=clock.now())
        except links.LinkHasExpired as expired:
            return expired_page(request, token, expired.thing)
        except links.LinkIsUnknown:
            return unknown_page(request)
        return private(drafting.not_too_often(drafting.WRITING)(view)(request, token, attendee, *args, **kwargs))

    return opened


def private(response: HttpResponse) -> HttpResponse:
    """Nothing of these pages stays in shared caches, and no other site learns their address."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def unknown_page(request: HttpRequest, form: LinkForm | None = None, *, status: int = 404) -> HttpResponse:
    return private(render(request, "registration/link_unknown.html", {"form": form or LinkForm()}, status=status))


def expired_page(request: HttpRequest, token: str, thing: object) -> HttpResponse:
    """The true link of somebody, but too old: a new one goes to the address we know, not to the one asking."""
    if isinstance(thing, Attendee):
        context = {"edition": thing.order.edition, "token": token, "address_name": "registration:attendance_link"}
    elif isinstance(thing, Order):
        context = {"edition": thing.edition, "token": token, "address_name": "registration:same_link"}
    else:
        return unknown_page(request)
    return private(render(request, "registration/link_expired.html", context, status=410))
