"""My orders and documents."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from werkstatt.rooms.registration.links import manage_url
from werkstatt.rooms.registration.queries import orders_visible_to
from werkstatt.services.billing.views import pdf_response
from werkstatt.surfaces.lobby.queries import document_of, orders_of
from werkstatt.surfaces.lobby.views.frame import page
from werkstatt.surfaces.lobby.visitors import SignedIn


@require_safe
@login_required
def orders(request: SignedIn) -> HttpResponse:
    return page(request, "lobby/orders.html", tab="orders", orders=orders_of(request.user))


@require_safe
@login_required
def order(request: SignedIn, code: str) -> HttpResponse:
    """To the page where the order is changed: the same that the link in the mail opens."""
    return redirect(manage_url(get_object_or_404(orders_visible_to(request.user), code=code)))


@require_safe
@login_required
def document(request: SignedIn, number: str) -> HttpResponse:
    found = document_of(request.user, number)
    if found is None:
        raise Http404
    return pdf_response(found)
