"""Changing a placed order: first what it would cost, then the button that does exactly that."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look.moments import day
from werkstatt.rooms.registration import actions, previews, queries, terms
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.forms import BillingForm, PlacesForm, SubstituteForm
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.rooms.registration.refusals import (
    AlreadyRegistered,
    AttendeeHasLeft,
    DaysAreFull,
    EffectChanged,
    NothingChanged,
    OrderIsNotPlaced,
    PlaceHasEnded,
    Refusal,
    TooLate,
)
from werkstatt.rooms.registration.views.linked import with_order
from werkstatt.rooms.registration.views.orders import signed_in
from werkstatt.services.billing.proof import DocumentIsRefused

Act = Callable[[list[Place], str], Effect]


def _back(request: HttpRequest, token: str, refusal: Refusal | None = None) -> HttpResponse:
    if refusal is not None:
        messages.error(request, refusal_text(refusal))
    return redirect("registration:order", token)


def refusal_text(refusal: Refusal) -> str:
    """What a refused change says to the person."""
    if isinstance(refusal, DaysAreFull):
        full = ", ".join(
            f"{day(each.day_channel.day.on)} {each.day_channel.get_channel_display()}" for each in refusal.shortages
        )
        return _("Dort ist kein Platz mehr frei: %(days)s. Nichts hat sich geändert.") % {"days": full}
    if isinstance(refusal, AlreadyRegistered):
        names = "; ".join(f"{name}, {day(on)}" for name, on in refusal.clashes)
        return _("Diese Person ist an dem Tag schon angemeldet: %(names)s.") % {"names": names}
    texts: dict[type[Refusal], str] = {
        PlaceHasEnded: _(
            "Ein gewählter Platz ist inzwischen beendet. Bitte sehen Sie den Stand an und wählen Sie neu."
        ),
        TooLate: _("Dafür ist es zu spät: Der Tag hat begonnen, oder die Frist zum Wechseln ist vorbei."),
        AttendeeHasLeft: _("Für diese Person ist inzwischen schon jemand eingesprungen."),
        NothingChanged: _("Es hat sich nichts geändert."),
        OrderIsNotPlaced: _("Diese Anmeldung ist noch nicht abgeschickt."),
    }
    return texts.get(type(refusal), _("Das ging nicht. Bitte versuchen Sie es noch einmal."))


@require_http_methods(["GET", "POST"])
@with_order
def cancellation(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    """Give up places: GET shows the effect, POST does it."""
    now = clock.now()
    return _change(
        request,
        token,
        order,
        template="registration/cancellation.html",
        preview=lambda places: previews.preview_cancellation(order, places, now=now),
        act=lambda places, shown: actions.cancel_places(
            order=order, places=places, now=now, by=signed_in(request), expected=shown
        ),
    )


@require_http_methods(["GET", "POST"])
@with_order
def channel(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    """Take the other channel: GET shows the effect, POST does it."""
    now = clock.now()
    return _change(
        request,
        token,
        order,
        template="registration/channel.html",
        preview=lambda places: previews.preview_change(order, places, now=now),
        act=lambda places, shown: actions.change_channel(
            order=order, places=places, now=now, by=signed_in(request), expected=shown
        ),
    )


def _change(
    request: HttpRequest,
    token: str,
    order: Order,
    *,
    template: str,
    preview: Callable[[list[Place]], Effect],
    act: Act,
) -> HttpResponse:
    form = PlacesForm(request.POST or request.GET, places=queries.places_that_move(order))
    if order.state != OrderState.PLACED or not form.is_valid():
        messages.error(
            request, " ".join(str(each) for each in form.errors.get("place", [])) or refusal_text(OrderIsNotPlaced())
        )
        return redirect("registration:order", token)
    places = list(form.cleaned_data["place"])
    try:
        effect = preview(places)
        if request.method == "POST":
            act(places, request.POST.get("effect", "")[:40] or "none")
            messages.success(request, _("Erledigt. Alle Betroffenen bekommen eine Mail; die Belege stehen unten."))
            return redirect("registration:order", token)
    except EffectChanged as changed:
        return _confirm(request, token, order, template, places, changed.effect, has_changed=True)
    except (KeyError, Refusal) as refusal:
        return _back(request, token, refusal if isinstance(refusal, Refusal) else TooLate())
    return _confirm(request, token, order, template, places, effect)


def _confirm(  # noqa: PLR0913  (what the page shows)
    request: HttpRequest,
    token: str,
    order: Order,
    template: str,
    places: list[Place],
    effect: Effect,
    *,
    has_changed: bool = False,
) -> HttpResponse:
    now = clock.now()
    context: dict[str, Any] = {
        "edition": order.edition,
        "order": order,
        "token": token,
        "places": places,
        "others": previews.other_channels(places),
        "effect": effect,
        "has_changed": has_changed,
        "terms": terms.in_words(order.edition, now),
        "may": all(now < place.day_channel.day.starts_at for place in places),
        "may_change": all(queries.can_still_change(place, now) for place in places),
    }
    return render(request, template, context, status=409 if has_changed else 200)


@require_http_methods(["GET", "POST"])
@with_order
def substitute(request: HttpRequest, token: str, order: Order, pk: int) -> HttpResponse:
    """Somebody else comes instead."""
    attendee = get_object_or_404(order.attendees, pk=pk)
    form = SubstituteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        entry = form.entry()
        try:
            actions.substitute_attendee(
                order=order, attendee=attendee, entry=entry, now=clock.now(), by=signed_in(request)
            )
        except NothingChanged:
            form.add_error("email", _("Das ist die Adresse der Person, die schon angemeldet ist."))
        except AlreadyRegistered as refusal:
            form.add_error("email", refusal_text(refusal))
        except Refusal as refusal:
            return _back(request, token, refusal)
        else:
            text = _("%(new)s kommt jetzt für %(former)s. Beide bekommen eine Mail.")
            messages.success(request, text % {"new": entry.full_name, "former": attendee.full_name})
            return redirect("registration:order", token)
    context = {"edition": order.edition, "order": order, "token": token, "attendee": attendee, "form": form}
    return render(request, "registration/substitute.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_order
def billing(request: HttpRequest, token: str, order: Order) -> HttpResponse:
    """Another address: the form, then the documents it makes, then the button."""
    form = BillingForm(request.POST) if request.method == "POST" else BillingForm.of(order)
    effect = None
    if form.is_bound and form.is_valid():
        effect = previews.preview_billing(order, now=clock.now())
        if "effect" in request.POST:
            try:
                shown = request.POST["effect"][:40] or "none"
                actions.correct_billing(
                    order=order, billing=form.billing(), now=clock.now(), by=signed_in(request), expected=shown
                )
            except EffectChanged as changed:
                effect = changed.effect
            except DocumentIsRefused:
                form.add_error(None, _("Die Rechnung ließe sich so nicht ausstellen. Bitte prüfen Sie die Angaben."))
                effect = None
            except Refusal as refusal:
                return _back(request, token, refusal)
            else:
                messages.success(request, _("Die Anschrift ist geändert. Neue Belege sind unterwegs und stehen unten."))
                return redirect("registration:order", token)
    context = {"edition": order.edition, "order": order, "token": token, "form": form, "effect": effect}
    return render(request, "registration/order_billing.html", context, status=422 if form.errors else 200)
