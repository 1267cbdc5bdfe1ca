"""Placing an order of two people: time, queries, and 64 buyers on 20 seats at once; beside the same rows inserted bare."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.figures import compared, measured, queries_of
from werkstatt.foundation.events.choices import EditionState
from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.foundation.people.models import LogEntry, Person
from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.entries import Billing, Contact, PersonEntry
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.refusals import DaysAreFull
from werkstatt.services.billing.models import Document, DocumentLine

RUNS, BUYERS, SEATS = 120, 64, 20
TOWN_HALL = Billing(kind="organisation", name="Gemeinde", street="Weg 1", postcode="89129", city="Dorf")
_numbers = itertools.count(1)


def main() -> dict[str, Any]:
    edition = _edition()
    drafts = [_draft(edition, people=2) for _ in range(RUNS + 5)]
    _place(drafts.pop())
    queries = queries_of(lambda: _place(drafts.pop()))
    bare = measured(lambda: _bare_rows(edition), runs=RUNS)
    placing = measured(lambda: _place(drafts.pop()), runs=RUNS)
    holding = measured(lambda: _draft(edition, people=2), runs=40)
    return {
        "reference": {"name": "bare insert of the same rows", **bare},
        "placing": {**compared(placing, bare, "bare_insert"), "queries": queries},
        "draft_and_hold": compared(holding, bare, "bare_insert"),
        "last_seats": _crowd(edition),
    }


def _edition() -> Edition:
    edition = Edition.objects.select_related("series").get(slug="neo-2022")
    Edition.objects.filter(pk=edition.pk).update(
        state=EditionState.PUBLIC, registration_opens_at=None, registration_closes_at=None
    )
    DayChannel.objects.filter(day__edition=edition).update(capacity=100_000, is_open=True)
    edition.refresh_from_db()
    return edition


def _draft(edition: Edition, *, people: int) -> Order:
    now, number = timezone.now(), next(_numbers)
    order = actions.start_order(edition=edition, now=now)
    entries = [PersonEntry("Person", f"Nummer{i}", f"p{i}@bench{number}.example") for i in range(people)]
    contact = Contact("Rita Rathaus", f"rita@bench{number}.example")
    order = actions.save_attendees(order=order, people=entries, contact=contact, now=now)
    halls = DayChannel.objects.filter(day__edition=edition, channel="on_site").order_by("day__on")
    day = halls[0].day_id
    wishes = {attendee.pk: {day: "on_site"} for attendee in order.attendees.all()}
    order = actions.choose_places(order=order, wishes=wishes, now=now)
    return actions.save_billing(order=order, billing=TOWN_HALL, now=now)


def _place(order: Order) -> None:
    actions.place_order(order=order, now=timezone.now(), even_if_closed=True)


def _bare_rows(edition: Edition) -> None:
    """What placing must leave behind at the least, without any rule: three people, two participations, one document."""
    number, now = next(_numbers), timezone.now()
    day = edition.days.all()[0]
    source = Document.objects.filter(edition=edition).order_by("-pk")[0]
    line = source.lines.all()[0]
    with transaction.atomic():
        people = Person.objects.bulk_create(Person(email=f"bare{i}@bench{number}.example") for i in range(3))
        Participation.objects.bulk_create(
            Participation(person=each, day=day, channel="on_site", began_at=now) for each in people[:2]
        )
        LogEntry.objects.bulk_create(LogEntry(at=now, verb="bare", subject=f"bare:{number}") for _ in range(2))
        source.pk, source.number, source.running, source._state.adding = None, f"BARE-{number}", 10**6 + number, True  # noqa: SLF001  (Django's own way to copy a row)
        source.save(force_insert=True)
        DocumentLine.objects.bulk_create(_line(line, source, position) for position in (1, 2))


def _line(line: DocumentLine, document: Document, position: int) -> DocumentLine:
    fields = {field.attname: getattr(line, field.attname) for field in DocumentLine._meta.concrete_fields}  # noqa: SLF001  (public API)
    return DocumentLine(**(fields | {"id": None, "document_id": document.pk, "position": position}))


def _crowd(edition: Edition) -> dict[str, Any]:
    """Everybody presses at once; exactly as many seats are sold as there are."""
    hall = DayChannel.objects.filter(day__edition=edition, channel="on_site").order_by("day__on")[0]
    DayChannel.objects.filter(pk=hall.pk).update(capacity=hall.taken + SEATS)
    barrier = threading.Barrier(BUYERS)

    def buy(_number: int) -> bool:
        barrier.wait()
        try:
            _place(_draft(edition, people=1))
        except DaysAreFull:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(BUYERS) as pool:
        sold = sum(pool.map(buy, range(BUYERS)))
    hall.refresh_from_db()
    return {"buyers": BUYERS, "seats": SEATS, "sold": sold, "oversold": max(0, hall.taken - hall.capacity)}
