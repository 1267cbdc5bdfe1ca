"""Orders of an edition with what they hold and owe."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.models import Order
from werkstatt.services.billing.models import Account
from werkstatt.services.billing.queries import accounts_with_balance

BOOKED = Q(places__state=PlaceState.BOOKED)


def orders_of(edition: Edition) -> QuerySet[Any]:
    """Placed orders with `persons`, `person_days`, `fees_cents`, `balance_cents` and `refund_due_cents`."""
    account = accounts_with_balance(edition).filter(key=Concat(Value("order:"), OuterRef("code"))).order_by()
    orders = Order.objects.filter(edition=edition, state=OrderState.PLACED).select_related("organisation", "orderer")
    return orders.annotate(
        persons=Count("places__attendee", filter=BOOKED, distinct=True),
        person_days=Count("places", filter=BOOKED),
        fees_cents=Coalesce(Sum("places__price_cents", filter=BOOKED), 0),
        balance_cents=Coalesce(Subquery(account.values("balance_cents")[:1], output_field=IntegerField()), 0),
        refund_due_cents=Coalesce(Subquery(account.values("refund_due_cents")[:1], output_field=IntegerField()), 0),
    ).annotate(who=Coalesce(F("organisation__sort_name"), F("orderer_name")))


def order_here(edition: Edition, code: str) -> Order | None:
    """A placed order of this edition."""
    orders = Order.objects.filter(edition=edition, state=OrderState.PLACED)
    return orders.select_related("edition__series", "organisation", "orderer").filter(code=code).first()


def account_of_order(order: Order) -> Account | None:
    """The account of an order with its sums and refunds; an order without anything to pay may have none."""
    accounts: QuerySet[Any] = accounts_with_balance().filter(key=order.account_key)
    account: Account | None = accounts.prefetch_related("refunds").first()
    return account
