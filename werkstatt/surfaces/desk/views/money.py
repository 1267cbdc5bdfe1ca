"""Documents, open items, payments and refunds."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look.signs import money
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import PaymentMethod, RefundState
from werkstatt.services.billing.forms import PaymentForm, RefundPaidForm, ReversalForm
from werkstatt.services.billing.models import Account
from werkstatt.services.billing.queries import (
    accounts_with_balance,
    documents_of,
    lines_with_rest,
    payments_of,
    refunds_of,
    reversed_payments,
    standing_of,
    statement_of,
)
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.lists.documents import documents_table
from werkstatt.surfaces.desk.lists.money import open_items_table, payments_table, refunds_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.steps import Question, ask, is_confirmed


@at_desk(Area.MONEY)
def documents(request: HttpRequest, desk: Desk) -> HttpResponse:
    return documents_table(request, desk).respond("desk/list.html", {"title": _("Belege")})


@at_desk(Area.MONEY)
def document(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    found = documents_of(desk.edition).filter(number=number).first()
    if found is None:
        raise Http404
    context = {
        "document": found,
        "lines": lines_with_rest(found),
        "cancellations": found.cancellations.defer("content"),
        "code": found.account.key.partition(":")[2],
        "crumbs": [(_("Belege"), reverse("desk:documents", args=[desk.edition.slug])), (found.number, "")],
    }
    return render(request, "desk/document.html", context)


@at_desk(Area.MONEY)
def payments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Open items: the page one opens to book what came in."""
    table = open_items_table(request, desk, timezone.localdate(clock.now()))
    return table.respond("desk/list.html", {"title": _("Zahlungen"), "tabs": _tabs(desk.edition, "payments")})


@at_desk(Area.MONEY)
def payment_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    context = {"title": _("Zahlungen"), "tabs": _tabs(desk.edition, "payment_list")}
    return payments_table(request, desk).respond("desk/list.html", context)


@at_desk(Area.MONEY)
def refunds(request: HttpRequest, desk: Desk) -> HttpResponse:
    context = {"title": _("Zahlungen"), "tabs": _tabs(desk.edition, "refunds")}
    return refunds_table(request, desk).respond("desk/list.html", context)


@at_desk(Area.MONEY)
def account(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The statement of one order: every document, payment and refund with the balance after it."""
    found = _account(desk, pk)
    context = {
        "account": found,
        "code": found.key.partition(":")[2],
        "statement": statement_of(found),
        "standing": standing_of(found),
        "reversed_payments": reversed_payments(found),
        "due_refunds": refunds_of(desk.edition, state=RefundState.DUE).filter(account=found),
        "crumbs": _crumbs(desk, found.debtor_name),
    }
    return render(request, "desk/account.html", context)


@at_desk(Area.BOOK_MONEY)
def payment_new(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    found, now = _account(desk, pk), clock.now()
    today = timezone.localdate(now)
    here, standing = reverse("desk:account", args=[desk.edition.slug, pk]), standing_of(found)
    initial = {"amount_cents": standing.open or None, "received_on": today}
    form = PaymentForm(request.POST or None, today=today, initial=initial)
    crumbs = _crumbs(desk, _("Zahlung buchen"), (found.debtor_name, here))
    if form.is_valid():
        data = form.cleaned_data
        if is_confirmed(request):
            billing.book_payment(
                account=found,
                amount_cents=data["amount_cents"],
                received_on=data["received_on"],
                method=PaymentMethod(data["method"]),
                note=data["note"],
                by=desk.person,
                now=now,
                once_key=data["once_key"],
            )
            messages.success(request, _("Die Zahlung von %s ist gebucht.") % money(data["amount_cents"]))
            return redirect(here)
        rest = standing.balance - data["amount_cents"]
        facts = [
            (_("Von"), found.debtor_name),
            (_("Bestellung"), found.key.partition(":")[2]),
            (_("Betrag"), money(data["amount_cents"])),
            (_("Offen davor"), money(standing.open)),
            (_("Offen danach"), money(max(0, rest))),
        ]
        if rest < 0:
            becomes = _("Zu viel gezahlt, bleibt bis zur Antwort auf das Angebot Guthaben")
            facts.append((becomes if found.is_waiting else _("Zu viel gezahlt, wird Erstattung"), money(-rest)))
        question = Question(_("Zahlung buchen?"), _("Zahlung buchen"), facts=facts, back_url=here, crumbs=crumbs)
        return ask(request, question, form)
    context = {"form": form, "title": _("Zahlung buchen"), "button": _("Weiter"), "back_url": here, "crumbs": crumbs}
    return render(request, "desk/form.html", context)


@at_desk(Area.BOOK_MONEY)
def payment_reversal(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """A payment is never deleted: taking it back books the opposite amount with the reason."""
    payment = payments_of(desk.edition).filter(pk=pk, amount_cents__gt=0).first()
    if payment is None:
        raise Http404
    here, now = reverse("desk:account", args=[desk.edition.slug, payment.account_id]), clock.now()
    crumbs = _crumbs(desk, _("Buchung zurücknehmen"), (payment.account.debtor_name, here))
    form = ReversalForm(request.POST or None, initial={"once_key": f"reversal:{payment.pk}"})
    if form.is_valid():
        if is_confirmed(request):
            billing.book_payment(
                account=payment.account,
                amount_cents=-payment.amount_cents,
                received_on=timezone.localdate(now),
                method=PaymentMethod.CORRECTION,
                note=form.cleaned_data["note"],
                by=desk.person,
                now=now,
                once_key=f"reversal:{payment.pk}",
            )
            messages.success(request, _("Die Buchung ist zurückgenommen."))
            return redirect(here)
        facts = [(_("Von"), payment.account.debtor_name), (_("Betrag"), money(payment.amount_cents))]
        text = _("Die Zahlung bleibt in den Büchern; eine Gegenbuchung hebt sie auf.")
        question = Question(
            _("Buchung zurücknehmen?"), _("Zurücknehmen"), text, facts, here, danger=True, crumbs=crumbs
        )
        return ask(request, question, form)
    context = {
        "form": form,
        "title": _("Buchung zurücknehmen"),
        "button": _("Weiter"),
        "back_url": here,
        "crumbs": crumbs,
    }
    return render(request, "desk/form.html", context)


@at_desk(Area.BOOK_MONEY)
def refund(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Note that a due refund was transferred."""
    due = refunds_of(desk.edition).filter(pk=pk).first()
    if due is None:
        raise Http404
    here, now = reverse("desk:account", args=[desk.edition.slug, due.account_id]), clock.now()
    crumbs = _crumbs(desk, _("Erstattung auszahlen"), (due.account.debtor_name, here))
    if due.state != RefundState.DUE:
        messages.info(request, _("Diese Erstattung ist schon erledigt."))
        return redirect(here)
    today = timezone.localdate(now)
    form = RefundPaidForm(request.POST or None, today=today, initial={"paid_on": today, "iban": due.iban})
    if form.is_valid():
        if is_confirmed(request):
            return _pay(request, desk, due, form.cleaned_data, here)
        facts: list[tuple[str, Any]] = [
            (_("An"), due.account.debtor_name),
            (_("Betrag"), money(due.amount_cents)),
            (_("Grund"), due.reason),
            (_("IBAN"), form.cleaned_data["iban"] or _("keine Angabe")),
        ]
        text = _("Überweisen Sie den Betrag in Ihrem Bankprogramm. Hier halten Sie fest, dass das geschehen ist.")
        question = Question(
            _("Erstattung als ausgezahlt festhalten?"), _("Als ausgezahlt festhalten"), text, facts, here, crumbs=crumbs
        )
        return ask(request, question, form)
    context = {
        "form": form,
        "title": _("Erstattung auszahlen"),
        "button": _("Weiter"),
        "back_url": here,
        "crumbs": crumbs,
    }
    return render(request, "desk/form.html", context)


def _pay(request: HttpRequest, desk: Desk, due: Any, data: dict[str, Any], here: str) -> HttpResponse:
    try:
        billing.pay_refund(refund=due, paid_on=data["paid_on"], by=desk.person, now=clock.now(), iban=data["iban"])
    except billing.RefundIsNotDue:
        messages.info(request, _("Diese Erstattung ist schon erledigt."))
    else:
        messages.success(request, _("Die Erstattung von %s ist festgehalten.") % money(due.amount_cents))
    return redirect(here)


def _account(desk: Desk, pk: int) -> Account:
    found = accounts_with_balance(desk.edition).filter(pk=pk).first()
    if found is None:
        raise Http404
    account: Account = found
    return account


def _tabs(edition: Edition, current: str) -> list[dict[str, Any]]:
    pages = {"payments": _("Offene Posten"), "payment_list": _("Gebuchte Zahlungen"), "refunds": _("Erstattungen")}
    return [
        {"label": label, "url": reverse(f"desk:{page}", args=[edition.slug]), "current": page == current}
        for page, label in pages.items()
    ]


def _crumbs(desk: Desk, title: str, *between: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Zahlungen"), reverse("desk:payments", args=[desk.edition.slug])), *between, (title, "")]
