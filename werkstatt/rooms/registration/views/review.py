"""Step four, Prüfen, and the page after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.foundation.kernel.ratelimit import TooOften, count_request
from werkstatt.foundation.look.moments import day
from werkstatt.rooms.registration import actions, invoicing, links, queries, terms
from werkstatt.rooms.registration.forms import DeclarationsForm
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.refusals import (
    AlreadyRegistered,
    DaysAreFull,
    OrderHasChanged,
    OrderIsIncomplete,
    RegistrationIsClosed,
)
from werkstatt.rooms.registration.views import drafting
from werkstatt.rooms.registration.views.billing import legal_html, legal_text
from werkstatt.services.billing.proof import DocumentIsRefused


@require_http_methods(["GET", "POST"])
@drafting.for_open_edition
def review(request: HttpRequest, edition: Edition) -> HttpResponse:
    draft = drafting.draft_of(request, edition)
    if draft is None:
        return _without_draft(request, edition)
    draft.edition = queries.with_texts(edition)
    attendees = queries.order_with_people(draft)
    if gaps := queries.gaps_of(draft, attendees):
        return drafting.to_step(gaps[0].step, edition)
    form = _declarations(request, draft, attendees)
    if form.is_bound and form.is_valid():
        return _place(request, edition, draft, form)
    return _page(request, draft, attendees, form, status=422 if form.errors else 200)


def _without_draft(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Pressed twice, or back after placing: show what was placed."""
    return drafting.to_step("done" if drafting.placed_of(request, edition) else "people", edition)


def _declarations(request: HttpRequest, draft: Order, attendees: list[Attendee]) -> DeclarationsForm:
    takes_part = any(each.email.lower() == draft.orderer_email.lower() for each in attendees)
    data = request.POST if request.method == "POST" else None
    return DeclarationsForm(data, notice=legal_text(draft.edition, "notice"), takes_part=takes_part)


def _place(request: HttpRequest, edition: Edition, draft: Order, form: DeclarationsForm) -> HttpResponse:
    try:
        count_request(drafting.PLACING, request=request, now=clock.now())
        order = actions.place_order(
            order=draft,
            now=clock.now(),
            revision=whole_number(request.POST.get("revision", "")),
            declarations=form.declarations(),
        )
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    except DaysAreFull as full:
        names = ", ".join(
            f"{day(each.day_channel.day.on)} {each.day_channel.get_channel_display()}" for each in full.shortages
        )
        text = _(
            "Die Reservierung war abgelaufen, und inzwischen ist kein Platz mehr frei: %(days)s. Ihre Angaben sind noch da."
        )
        messages.error(request, text % {"days": names})
        return drafting.to_step("days", edition)
    except OrderIsIncomplete as refusal:
        return drafting.to_step(refusal.gaps[0].step, edition)
    except RegistrationIsClosed:
        return drafting.to_step("review", edition)
    except (AlreadyRegistered, OrderHasChanged, DocumentIsRefused) as refusal:
        messages.error(request, _refusal_text(refusal))
        fresh = drafting.draft_of(request, edition) or draft
        fresh.edition = edition
        return _page(request, fresh, queries.order_with_people(fresh), form, status=409)
    drafting.remember_placed(request, order)
    return drafting.to_step("done", edition)


def _refusal_text(refusal: AlreadyRegistered | OrderHasChanged | DocumentIsRefused) -> str:
    if isinstance(refusal, AlreadyRegistered):
        names = "; ".join(f"{name}, {day(on)}" for name, on in refusal.clashes)
        return _("Für diese Tage gibt es schon eine Anmeldung: %(names)s. Bitte nehmen Sie die Tage heraus.") % {
            "names": names
        }
    if isinstance(refusal, OrderHasChanged):
        return _(
            "Diese Anmeldung wurde in einem anderen Fenster geändert. Unten steht der neue Stand. Bitte prüfen Sie ihn noch einmal."
        )
    return _("Die Rechnung ließe sich so nicht ausstellen. Bitte prüfen Sie die Rechnungsangaben.")


def _page(
    request: HttpRequest, draft: Order, attendees: list[Attendee], form: DeclarationsForm, *, status: int
) -> HttpResponse:
    edition = draft.edition
    context: dict[str, Any] = {
        "edition": edition,
        "draft": draft,
        "attendees": attendees,
        "form": form,
        "invoices": invoicing.preview(draft, attendees),
        "quote": invoicing.quote(attendees),
        "terms": terms.in_words(edition, clock.now()),
        "notice": legal_html(edition, "notice"),
        "general_terms": legal_html(edition, "terms"),
        "withdrawal": legal_html(edition, "withdrawal"),
        "is_private": queries.is_private(draft),
        "steps": drafting.steps("review", edition),
    }
    return render(request, "registration/review.html", context, status=status)


@require_safe
def done(request: HttpRequest, edition: str) -> HttpResponse:
    found = drafting.edition_or_404(request, edition)
    order = drafting.placed_of(request, found)
    if order is None:
        return redirect("registration:people", found.slug)
    context = {
        "edition": found,
        "order": order,
        "manage_url": links.manage_url(order),
        "token": links.order_token(order),
        "attendees": queries.order_with_people(order),
        "documents": invoicing.documents_of(order),
    }
    return render(request, "registration/done.html", context)
