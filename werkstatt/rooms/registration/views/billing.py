"""Step three, Rechnung."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from werkstatt.foundation.events.legal import legal_page
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel import clock, prose
from werkstatt.rooms.registration import actions, queries
from werkstatt.rooms.registration.forms import BillingForm
from werkstatt.rooms.registration.views import drafting


@require_http_methods(["GET", "POST"])
@drafting.for_open_edition
def billing(request: HttpRequest, edition: Edition) -> HttpResponse:
    draft = drafting.draft_of(request, edition)
    if draft is None:
        return drafting.to_step("people", edition)
    form = BillingForm(request.POST) if request.method == "POST" else BillingForm.of(draft)
    if form.is_bound and form.is_valid():
        actions.save_billing(order=draft, billing=form.billing(), now=clock.now())
        return drafting.to_step("days" if "back" in request.POST else "review", edition)
    if "back" in request.POST:
        return drafting.to_step("days", edition)
    queries.with_texts(edition)
    context = {
        "edition": edition,
        "draft": draft,
        "form": form,
        "withdrawal": legal_html(edition, "withdrawal"),
        "steps": drafting.steps("billing", edition),
    }
    return render(request, "registration/billing.html", context, status=422 if form.errors else 200)


def legal_html(edition: Edition, kind: str) -> str:
    return prose.html(legal_text(edition, kind))


def legal_text(edition: Edition, kind: str) -> str:
    """The edition's text in the page's language, as it is recorded."""
    language = (get_language() or "de")[:2]
    return legal_page(kind=kind, language=language, edition=edition, today=clock.now().date()).body
