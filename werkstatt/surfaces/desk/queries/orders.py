"""Orders of an edition with what they hold and owe."""

from typing import Any

from django.db.models import Aggregate, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.models import Order, Place
from werkstatt.services.billing.models import Account
from werkstatt.services.billing.queries import accounts_with_balance


def orders_of(edition: Edition) -> QuerySet[Any]:
    """Placed orders with `persons`, `person_days`, `fees_cents`, `balance_cents` and `refund_due_cents`.

    Each is a question of its own about one order: joined places would ask for the money once for each of them.
    """
    account = accounts_with_balance(edition).filter(key=Concat(Value("order:"), OuterRef("code"))).order_by()
    orders = Order.objects.filter(edition=edition, state=OrderState.PLACED).select_related("organisation")
    return orders.annotate(
        persons=_of_places(Count("attendee", distinct=True)),
        person_days=_of_places(Count("pk")),
        fees_cents=_of_places(Sum("price_cents")),
        balance_cents=_number(account.values("balance_cents")[:1]),
        refund_due_cents=_number(account.values("refund_due_cents")[:1]),
    ).annotate(who=Coalesce(F("organisation__sort_name"), F("orderer_name")))


def _of_places(aggregate: Aggregate) -> Coalesce:
    booked = Place.objects.filter(order=OuterRef("pk"), state=PlaceState.BOOKED).order_by()
    return _number(booked.values("order").annotate(sum=aggregate).values("sum"))


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def order_here(edition: Edition, code: str) -> Order | None:
    """A placed order of this edition."""
    orders = Order.objects.filter(edition=edition, state=OrderState.PLACED)
    return orders.select_related("edition__series", "organisation", "orderer").filter(code=code).first()


def account_of_order(order: Order) -> Account | None:
    """The account of an order with its sums and refunds; an order without anything to pay may have none."""
    accounts: QuerySet[Any] = accounts_with_balance().filter(key=order.account_key)
    account: Account | None = accounts.prefetch_related("refunds").first()
    return account
