"""Deferring what need not happen while somebody waits. Inside the transaction: no placed order without its letters."""

from datetime import datetime

from procrastinate.contrib.django import app

from werkstatt.rooms.registration.models import Order
from werkstatt.services.billing.models import Document


def write_letters_of(order: Order, documents: list[Document], *, now: datetime) -> None:
    """The summary and the confirmations of an order placed at `now`, in the state it has then."""
    app.configure_task("registration.write_letters").defer(
        order=order.pk, revision=order.revision, documents=[each.pk for each in documents], at=now.isoformat()
    )
