"""The page of a placed order, under its link."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import Limit, TooOften, count, count_request
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import actions, invoicing, links, queries, terms
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.forms import LinkForm, RefundForm
from werkstatt.rooms.registration.history import history_of
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.views import drafting
from werkstatt.rooms.registration.views.linked import unknown_page, with_order
from werkstatt.services.billing.models import Document
from werkstatt.services.billing.queries import standing_of
from werkstatt.services.billing.views import pdf_response

LINK_PER_ADDRESS = Limit("registration-link-mail", times=5, per=timedelta(hours=1))


def signed_in(request: HttpRequest) -> Person | None:
    """Who acts, if she is signed in; a link alone proves no person."""
    return request.user if isinstance(request.user, Person) else None


@require_safe
@with_order
def order(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    if order.state != OrderState.PLACED:
        return _back_into_draft(request, order)
    return order_page(request, token, order)


def _back_into_draft(request: HttpRequest, draft: Order) -> HttpResponse:
    if draft.state != OrderState.DRAFT:
        raise Http404
    drafting.remember(request, draft)
    gaps = queries.gaps_of(draft, queries.order_with_people(draft))
    return drafting.to_step(gaps[0].step if gaps else "review", draft.edition)


def order_page(
    request: HttpRequest, token: str, order: Order, *, refund_form: RefundForm | None = None, status: int = 200
) -> HttpResponse:
    now, account = clock.now(), invoicing.account(order)
    everyone = queries.everyone_of(order)
    context: dict[str, Any] = {
        "edition": order.edition,
        "order": order,
        "token": token,
        "people": [(each, _places(each, now)) for each in everyone if each.left_at is None],
        "former": [each for each in everyone if each.left_at is not None],
        "documents": invoicing.documents_of(order),
        "standing": standing_of(account) if account else None,
        "account": account,
        "offers": queries.open_offers(order),
        "terms": terms.in_words(order.edition, now),
        "history": history_of(order),
        "refund_form": refund_form or RefundForm(initial={"iban": order.refund_iban}),
        "now": now,
    }
    return render(request, "registration/order.html", context, status=status)


def _places(attendee: Attendee, now: Any) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "may_cancel": place.state == "booked" and now < place.day_channel.day.starts_at,
            "is_over": now >= place.day_channel.day.ends_at,
        }
        for place in sorted(queries.all_places(attendee), key=lambda each: each.state == "ended")
    ]


@require_safe
@with_order
def document(request: HttpRequest, token: str, order: Order, pk: int) -> HttpResponse:
    """A document of this order; another order's documents do not exist here."""
    return pdf_response(get_object_or_404(Document, pk=pk, account__key=order.account_key))


@require_POST
@with_order
def confirmation(request: HttpRequest, token: str, order: Order, pk: int) -> HttpResponse:
    """Send a person her confirmation once more."""
    attendee = get_object_or_404(order.attendees.filter(left_at=None), pk=pk)
    try:
        count(LINK_PER_ADDRESS, who=f"attendee:{attendee.pk}", now=clock.now())
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    if actions.resend_confirmations(order=order, attendee=attendee, now=clock.now(), by=signed_in(request)):
        messages.success(
            request, _("Die Bestätigung ist noch einmal unterwegs an %(email)s.") % {"email": attendee.email}
        )
    return redirect("registration:order", token)


@require_POST
@with_order
def refund_account(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    form = RefundForm(request.POST)
    if not form.is_valid():
        return order_page(request, token, order, refund_form=form, status=422)
    actions.set_refund_iban(order=order, iban=form.cleaned_data["iban"], now=clock.now(), by=signed_in(request))
    messages.success(request, _("Danke. Erstattungen gehen auf dieses Konto."))
    return redirect("registration:order", token)


@require_http_methods(["GET", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Ask for the way back by address. The answer is the same whether or not somebody ordered with it."""
    if request.method != "POST":
        return unknown_page(request, status=200)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return unknown_page(request, form, status=422)
    now, email = clock.now(), form.cleaned_data["email"]
    try:
        count_request(drafting.LINKS, request=request, now=now)
        count(LINK_PER_ADDRESS, who=email, now=now)
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    actions.send_order_links(email=email, now=now)
    return render(request, "registration/link_sent.html", {"email": email})


@require_POST
def same_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link that has expired: a new one goes to the address of its order."""
    try:
        order = links.order_behind(token, now=clock.now())
    except links.LinkHasExpired as expired:
        if not isinstance(expired.thing, Order):
            return unknown_page(request)
        order = expired.thing
    except links.LinkIsUnknown:
        return unknown_page(request)
    try:
        count(LINK_PER_ADDRESS, who=f"order:{order.pk}", now=clock.now())
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    actions.send_order_links(email=order.orderer_email, now=clock.now())
    return render(request, "registration/link_sent.html", {"edition": order.edition})
