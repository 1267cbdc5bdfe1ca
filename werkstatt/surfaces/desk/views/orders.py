"""Orders: the list, and everything of one order on one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.queries import everyone_of
from werkstatt.services.billing.choices import RefundState
from werkstatt.services.billing.queries import documents_of_account, standing_in, statement_of
from werkstatt.services.mailing.queries import mails_about
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.lists.orders import orders_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.orders import account_of_order, order_here
from werkstatt.surfaces.desk.queries.story import log_about, told
from werkstatt.surfaces.desk.views.door import at_desk


@at_desk(Area.ORDERS)
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    return orders_table(request, desk).respond("desk/list.html", {"title": _("Bestellungen")})


@at_desk(Area.ORDERS)
def order(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """People and days, invoices, account, mails and log of one order."""
    found = found_order(desk, code)
    account = account_of_order(found)
    context = {
        "order": found,
        "people": everyone_of(found),
        "account": account,
        "standing": standing_in(account) if account else None,
        "statement": statement_of(account) if account else [],
        "documents": documents_of_account(account) if account else [],
        "due_refunds": [each for each in account.refunds.all() if each.state == RefundState.DUE] if account else [],
        "mails": mails_about(found.account_key)[:30],
        "log": told(log_about(found.account_key), most=30),
        "crumbs": order_crumbs(desk, found, ""),
    }
    return render(request, "desk/order.html", context)


def found_order(desk: Desk, code: str) -> Order:
    found = order_here(desk.edition, code)
    if found is None:
        raise Http404
    return found


def order_crumbs(desk: Desk, order: Order, title: str) -> list[tuple[str, str]]:
    slug = desk.edition.slug
    trail = [(_("Bestellungen"), reverse("desk:orders", args=[slug]))]
    if not title:
        return [*trail, (order.code, "")]
    return [*trail, (order.code, reverse("desk:order", args=[slug, order.code])), (title, "")]
