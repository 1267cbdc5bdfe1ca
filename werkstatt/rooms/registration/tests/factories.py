"""Orders for tests: a town hall registers its people, as the pages do it."""

from datetime import datetime

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.events.tests.factories import IN_MARCH, edition_with_days
from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.entries import Billing, Contact, PersonEntry, Wishes
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.services.billing.models import Document

__all__ = ["IN_MARCH", "edition_with_days"]

Rows = list[list[str | None]]
GROUP: Rows = [["on_site", "on_site"], ["on_site", None], [None, "online"]]  # 160 EUR on two invoices
TOWN_HALL = Billing(
    kind="organisation", name="Gemeinde Musterdorf", street="Rathausplatz 1", postcode="89129", city="Musterdorf"
)
CONTACT = Contact(name="Rita Rathaus", email="rita@musterdorf.example")


def people(count: int, domain: str = "musterdorf.example") -> list[PersonEntry]:
    return [
        PersonEntry(first_name="Person", last_name=f"Nummer{i}", email=f"p{i}@{domain}") for i in range(1, count + 1)
    ]


def wishes(order: Order, rows: Rows) -> Wishes:
    """`[["on_site", "online"], ["on_site", None]]`: people down, days across."""
    days = days_of(order.edition)
    return {
        attendee.pk: {day.pk: channel for day, channel in zip(days, row, strict=True) if channel}
        for attendee, row in zip(order.attendees.all(), rows, strict=True)
    }


def draft_order(
    edition: Edition,
    rows: Rows | None = None,
    *,
    now: datetime = IN_MARCH,
    domain: str = "musterdorf.example",
    free: bool = False,
) -> Order:
    """A complete draft that holds its seats; by default one person on site on both days."""
    rows = rows or [["on_site", "on_site"]]
    order = actions.start_order(edition=edition, now=now)
    contact = Contact(name=CONTACT.name, email=f"rita@{domain}")
    order = actions.save_attendees(order=order, people=people(len(rows), domain), contact=contact, now=now)
    order = actions.choose_places(order=order, wishes=wishes(order, rows), now=now, free=free)
    return actions.save_billing(order=order, billing=TOWN_HALL, now=now)


def placed_order(
    edition: Edition,
    rows: Rows | None = None,
    *,
    now: datetime = IN_MARCH,
    domain: str = "musterdorf.example",
    free: bool = False,
) -> Order:
    draft = draft_order(edition, rows, now=now, domain=domain, free=free)
    order = actions.place_order(order=draft, now=now)
    write_letters(order, now=now)
    return order


def write_letters(order: Order, *, now: datetime = IN_MARCH) -> None:
    """Do the job that placing has deferred."""
    documents = list(Document.objects.filter(account__key=order.account_key).values_list("pk", flat=True))
    actions.write_placing_letters(order_pk=order.pk, revision=order.revision, document_pks=documents, now=now)


def first_attendee(order: Order) -> Attendee:
    attendee = order.attendees.first()
    assert attendee is not None
    return attendee
