"""Placed orders by the dozen, written in bulk but with real documents: the hall before the switch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration import charges
from werkstatt.rooms.registration.choices import OrderState, PlaceState
from werkstatt.rooms.registration.models import Attendee, Order, Place
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import PaymentMethod

IN_MARCH = datetime(2022, 3, 15, 10, 0, tzinfo=UTC)
BOTH = ("on_site", "on_site")
ONE = ("on_site", None)
ONLINE = ("online", "online")

Rows = Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Wanted:
    """An order to be made: people down, days across; how much of it is paid already."""

    rows: Rows
    paid: bool = True
    price: bool = True
    office: bool = False  # ordered by somebody who does not take part herself


def placed(edition: Edition, wanted: Iterable[Wanted], *, now: datetime = IN_MARCH, name: str = "o") -> list[Order]:
    """Orders placed one minute after another, with participations, seats, invoices and payments."""
    wanted = list(wanted)
    orders = Order.objects.bulk_create(
        Order(
            edition=edition,
            code=f"{edition.pk}-{name}{i}",
            state=OrderState.PLACED,
            orderer_name="Rita Rathaus",
            orderer_email=f"rita@{name}{i}.example" if wish.office else f"p0@{name}{i}.example",
            billing_name=f"Gemeinde {name}{i}",
            billing_street="Rathausplatz 1",
            billing_postcode="89129",
            billing_city="Musterdorf",
            created_at=now,
            placed_at=now + timedelta(minutes=i),
        )
        for i, wish in enumerate(wanted)
    )
    persons = Person.objects.bulk_create(
        Person(email=f"p{n}@{name}{i}.example", first_name=f"Person{n}", last_name=f"{name}{i}")
        for i, wish in enumerate(wanted)
        for n in range(len(wish.rows))
    )
    attendees = _attendees(orders, wanted, persons)
    _places(edition, orders, wanted, attendees)
    _invoices(orders, wanted)
    return orders


def _attendees(orders: list[Order], wanted: list[Wanted], persons: list[Person]) -> dict[tuple[int, int], Attendee]:
    someone = iter(persons)
    rows = {}
    for order, wish in zip(orders, wanted, strict=True):
        for n in range(len(wish.rows)):
            person = next(someone)
            rows[order.pk, n] = Attendee(
                order=order,
                position=n,
                first_name=person.first_name,
                last_name=person.last_name,
                sort_name=person.last_name,
                email=person.email,
                person=person,
            )
    Attendee.objects.bulk_create(rows.values())
    return rows


def _places(
    edition: Edition, orders: list[Order], wanted: list[Wanted], attendees: dict[tuple[int, int], Attendee]
) -> None:
    channels = {
        (row.day.on, row.channel): row for row in DayChannel.objects.filter(day__edition=edition).select_related("day")
    }
    days = sorted({on for on, _ in channels})
    chosen = [
        (order, wish, attendees[order.pk, n], channels[on, channel])
        for order, wish in zip(orders, wanted, strict=True)
        for n, row in enumerate(wish.rows)
        for on, channel in zip(days, row, strict=True)
        if channel
    ]
    participations = Participation.objects.bulk_create(
        Participation(person=attendee.person, day=row.day, channel=row.channel, began_at=order.created_at)
        for order, _, attendee, row in chosen
    )
    Place.objects.bulk_create(
        Place(
            attendee=attendee,
            order=order,
            day_channel=row,
            price_cents=row.price_cents if wish.price else 0,
            state=PlaceState.BOOKED,
            participation=participation,
            created_at=order.created_at,
        )
        for (order, wish, attendee, row), participation in zip(chosen, participations, strict=True)
    )
    for row in channels.values():
        count = sum(other.pk == row.pk for _, _, _, other in chosen)
        DayChannel.objects.filter(pk=row.pk).update(taken=row.taken + count)


def _invoices(orders: list[Order], wanted: list[Wanted]) -> None:
    for order, wish in zip(orders, wanted, strict=True):
        places = list(order.places.select_related("attendee", "day_channel__day"))
        account = charges.account_of(order, now=order.created_at)
        documents = charges.invoice_places(order, places, account=account, now=order.created_at)
        if wish.paid and documents:
            billing.book_payment(
                account=account,
                amount_cents=sum(document.total_cents for document in documents),
                received_on=order.created_at.date(),
                method=PaymentMethod.TRANSFER,
                note="",
                by=None,
                now=order.created_at,
                once_key=f"paid:{order.code}",
            )
