"""Answering by link: one person for herself, or whoever ordered for everybody. No account, two steps, final."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.choices import BillingKind
from werkstatt.rooms.registration.models import Offer, Order
from werkstatt.rooms.registration.switch import answers as actions
from werkstatt.rooms.registration.switch import pages
from werkstatt.rooms.registration.switch.casefile import OfferFile
from werkstatt.rooms.registration.switch.forms import AnswerForm
from werkstatt.rooms.registration.views import drafting, linked

View = Callable[..., HttpResponse]


def with_offer(view: View) -> View:
    """Give the view the offer its link stands for."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            offer = links.offer_behind(token, now=clock.now())
        except (links.LinkHasExpired, links.LinkIsUnknown):
            return linked.unknown_page(request)
        return linked.private(drafting.not_too_often(drafting.WRITING)(view)(request, token, offer))

    return opened


@with_offer
def offer(request: HttpRequest, token: str, offer: Offer) -> HttpResponse:
    """One person's page: what happened, what she can do, what it costs, until when."""
    file, order = pages.file_of(offer), offer.attendee.order
    if file is None:
        raise Http404
    context = {
        "is_personal": True,
        "is_orderer": offer.attendee.email.lower() == order.orderer_email.lower(),
        "answerable": [file] if pages.is_answerable(file.offer, clock.now()) else [],
        "settled": [] if pages.is_answerable(file.offer, clock.now()) else [file],
    }
    return _answer(request, token, order, context)


@linked.with_order
def order_offers(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    """Whoever ordered: people down, days across."""
    files, now = pages.files_of(order), clock.now()
    context = {
        "is_personal": False,
        "is_orderer": True,
        "answerable": [each for each in files if pages.is_answerable(each.offer, now)],
        "settled": [each for each in files if not pages.is_answerable(each.offer, now)],
    }
    return _answer(request, token, order, context)


def _answer(request: HttpRequest, token: str, order: Order, context: dict[str, Any]) -> HttpResponse:
    """First step: choose. Second step: see what it means. Then it is done, and the page says so."""
    timezone.activate(order.edition.zone)
    files: Sequence[OfferFile] = context["answerable"]
    may_wait = len(files) > 1
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, offers=files, may_wait=may_wait) if files else None
    context |= _facts(order, token, files or context["settled"]) | {"form": form}
    if posted is None:
        return render(request, "registration/offers/page.html", context)
    if form is None:
        return render(request, "registration/offers/page.html", context | {"was_late": True}, status=409)
    if not form.is_valid():
        return render(request, "registration/offers/page.html", context, status=422)
    if posted.get("confirmed") != "1":
        return _review(request, order, form, context)
    return _act(request, token, order, form, context)


def _facts(order: Order, token: str, files: Sequence[OfferFile]) -> dict[str, Any]:
    case = files[0].offer.case if files else None
    return {
        "edition": order.edition,
        "order": order,
        "token": token,
        "switch": case.switch if case else None,
        "deadline": min(each.offer.deadline for each in files) if files else None,
        "is_private": order.billing_kind == BillingKind.PRIVATE,
        "nothing_title": _("Kein Angebot"),
        "nothing_text": _("Für diese Anmeldung liegt kein Angebot vor. Wenn es eines gibt, bekommen Sie eine Mail."),
    }


def _review(request: HttpRequest, order: Order, form: AnswerForm, context: dict[str, Any]) -> HttpResponse:
    files = context["answerable"]
    facts = {
        "chosen": pages.chosen_of(files, form.answers),
        "effect": pages.preview_answers(order, files, form.answers),
        "takes_any": any(form.answers.values()),
    }
    return render(request, "registration/offers/review.html", context | facts)


def _act(request: HttpRequest, token: str, order: Order, form: AnswerForm, context: dict[str, Any]) -> HttpResponse:
    by = request.user if isinstance(request.user, Person) else None
    try:
        actions.answer_offers(order=order, answers=form.answers, now=clock.now(), by=by)
    except actions.TakesPartAlready as refusal:
        context |= {"taken_already": refusal.offer.attendee.full_name}
        return render(request, "registration/offers/page.html", context, status=409)
    except actions.AnswerRefused:
        pass  # answered or expired meanwhile, in another window: the page says what counts
    name = "registration:offer" if context["is_personal"] else "registration:order_offers"
    return redirect(name, token)
