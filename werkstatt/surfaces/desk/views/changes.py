"""Changes of an order on behalf: what a person could do herself, with the same previews and the same actions."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look import signs
from werkstatt.rooms.registration import actions, previews, refusals
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.forms.billing import BillingForm
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.queries import places_loaded
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.forms.orders import CancelPlacesForm, ChoosePlacesForm, SubstituteForm
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.orders import found_order, order_crumbs
from werkstatt.surfaces.desk.views.steps import Question, ask, is_confirmed


@at_desk(Area.CHANGE_ORDERS)
def order_cancel(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give up places, with the fee of the terms or without."""
    order, now = found_order(desk, code), clock.now()
    booked = places_loaded().filter(order=order, state=PlaceState.BOOKED)
    form = CancelPlacesForm(request.POST or None, places=booked)
    title = _("Plätze absagen")
    if form.is_valid():
        places, free = list(form.cleaned_data["places"]), form.cleaned_data["free"]
        if is_confirmed(request):
            expected = request.POST.get("expected", "")

            def act() -> None:
                actions.cancel_places(order=order, places=places, now=now, by=desk.person, free=free, expected=expected)

            if _done(request, act, _("Die Plätze sind abgesagt. Belege und Mails sind geschrieben.")):
                return redirect("desk:order", desk.edition.slug, order.code)
        effect = previews.preview_cancellation(order, places, now=now, free=free)
        return ask(request, _question(desk, order, title), form, effect=effect)
    return _form(request, desk, order, title, form)


@at_desk(Area.CHANGE_ORDERS)
def order_channel(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take the other channel on chosen days."""
    order, now = found_order(desk, code), clock.now()
    booked = places_loaded().filter(order=order, state=PlaceState.BOOKED)
    form = ChoosePlacesForm(request.POST or None, places=booked)
    title = _("Kanal wechseln")
    if form.is_valid() and _has_other_channel(form):
        places = list(form.cleaned_data["places"])
        if is_confirmed(request):
            expected = request.POST.get("expected", "")

            def act() -> None:
                actions.change_channel(
                    order=order, places=places, now=now, by=desk.person, expected=expected, even_if_late=True
                )

            if _done(request, act, _("Der Kanal ist gewechselt. Belege und Mails sind geschrieben.")):
                return redirect("desk:order", desk.edition.slug, order.code)
        effect = previews.preview_change(order, places, now=now)
        return ask(request, _question(desk, order, title), form, effect=effect)
    return _form(request, desk, order, title, form)


@at_desk(Area.CHANGE_ORDERS)
def order_billing(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Another address: open invoices are cancelled and written again."""
    order, now = found_order(desk, code), clock.now()
    form = BillingForm(request.POST) if request.method == "POST" else BillingForm.of(order)
    title = _("Rechnungsanschrift berichtigen")
    if form.is_valid():
        if is_confirmed(request):
            billing, expected = form.billing(), request.POST.get("expected", "")

            def act() -> None:
                actions.correct_billing(order=order, billing=billing, now=now, by=desk.person, expected=expected)

            if _done(request, act, _("Die Anschrift ist berichtigt; neue Rechnungen sind geschrieben.")):
                return redirect("desk:order", desk.edition.slug, order.code)
        effect = previews.preview_billing(order, now=now)
        return ask(request, _question(desk, order, title), form, effect=effect)
    return _form(request, desk, order, title, form)


@at_desk(Area.CHANGE_ORDERS)
def order_substitute(request: HttpRequest, desk: Desk, code: str, pk: int) -> HttpResponse:
    """Somebody else comes instead; the invoice stays as it is."""
    order, attendee = _attendee(desk, code, pk)
    form = SubstituteForm(request.POST or None)
    if form.is_valid():

        def act() -> None:
            actions.substitute_attendee(
                order=order, attendee=attendee, entry=form.entry(), now=clock.now(), by=desk.person
            )

        if _done(request, act, _("%s kommt jetzt. Beide bekommen eine Mail.") % form.entry().full_name):
            return redirect("desk:order", desk.edition.slug, order.code)
    title = _("%s ersetzen") % attendee.full_name
    return _form(
        request, desk, order, title, form, hint=_("Alle kommenden Tage gehen über; es entsteht kein neuer Beleg.")
    )


@require_POST
@at_desk(Area.CHANGE_ORDERS)
def order_resend(request: HttpRequest, desk: Desk, code: str, pk: int) -> HttpResponse:
    order, attendee = _attendee(desk, code, pk)
    sent = actions.resend_confirmations(order=order, attendee=attendee, now=clock.now(), by=desk.person)
    if sent:
        messages.success(request, _("Die Bestätigung geht an %s.") % attendee.email)
    else:
        messages.info(request, _("%s hat keine gebuchten Tage; es gibt nichts zu bestätigen.") % attendee.full_name)
    return redirect("desk:order", desk.edition.slug, order.code)


@require_POST
@at_desk(Area.CHANGE_ORDERS)
def order_link(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    order = found_order(desk, code)
    actions.send_order_links(email=order.orderer_email, now=clock.now())
    messages.success(request, _("Der Link geht an %s.") % order.orderer_email)
    return redirect("desk:order", desk.edition.slug, order.code)


def _done(request: HttpRequest, act: Callable[[], None], sentence: str) -> bool:
    """Do it and say so; a refusal is said instead and nothing has changed."""
    try:
        act()
    except refusals.Refusal as refusal:
        messages.error(request, refusal_in_words(refusal))
        return False
    messages.success(request, sentence)
    return True


PLAIN_WORDS = {
    refusals.EffectChanged: gettext_lazy("Inzwischen hat sich etwas geändert. Bitte prüfen Sie die neuen Zahlen."),
    refusals.TooLate: gettext_lazy("Dafür ist es zu spät: Der Tag hat begonnen. Ohne Gebühr absagen geht weiterhin."),
    refusals.AttendeeHasLeft: gettext_lazy("Diese Person wird schon vertreten."),
    refusals.PlaceHasEnded: gettext_lazy("Ein gewählter Platz ist inzwischen beendet. Bitte wählen Sie neu."),
    refusals.NothingChanged: gettext_lazy("Die Angaben sind die bisherigen; es hat sich nichts geändert."),
}


def refusal_in_words(refusal: refusals.Refusal) -> str:
    if isinstance(refusal, refusals.DaysAreFull):
        rows = [each.day_channel for each in refusal.shortages]
        days = ", ".join(f"{signs.day(row.day.on)} ({row.get_channel_display()})" for row in rows)
        return _("Dafür fehlen Plätze: %s") % days
    if isinstance(refusal, refusals.AlreadyRegistered):
        return _("Schon angemeldet: %s") % ", ".join(f"{name}, {signs.day(on)}" for name, on in refusal.clashes)
    return str(PLAIN_WORDS.get(type(refusal), _("Das ging nicht; es hat sich nichts geändert.")))


def _has_other_channel(form: ChoosePlacesForm) -> bool:
    places = list(form.cleaned_data["places"])
    if len(previews.other_channels(places)) == len(places):
        return True
    form.add_error("places", _("An einem gewählten Tag gibt es keinen anderen Kanal."))
    return False


def _attendee(desk: Desk, code: str, pk: int) -> tuple[Order, Attendee]:
    order = found_order(desk, code)
    attendee = order.attendees.filter(pk=pk, left_at=None).first()
    if attendee is None:
        raise Http404
    return order, attendee


def _question(desk: Desk, order: Order, title: str) -> Question:
    back = reverse("desk:order", args=[desk.edition.slug, order.code])
    return Question(f"{title}?", title, back_url=back, crumbs=order_crumbs(desk, order, title))


def _form(request: HttpRequest, desk: Desk, order: Order, title: str, form: Form, hint: str = "") -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "hint": hint,
        "button": _("Weiter"),
        "back_url": reverse("desk:order", args=[desk.edition.slug, order.code]),
        "crumbs": order_crumbs(desk, order, title),
    }
    return render(request, "desk/form.html", context)
