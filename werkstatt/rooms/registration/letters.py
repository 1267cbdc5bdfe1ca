"""What registration writes to people: orderers get money and documents, each person gets her days, and no prices.

Every function is called inside the transaction of the action it tells of. Keys count the order's revision, so that a
repeated action writes nothing twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, HouseRule
from werkstatt.foundation.kernel import blobs
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.calendar_file import MEDIA_TYPE, calendar_file
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.effects import Effect
from werkstatt.rooms.registration.models import Attendee, Order, Place
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.actions import write_mail
from werkstatt.services.mailing.letter import FileBytes, FileSource, Letter
from werkstatt.services.mailing.queries import is_written

Attachments = Sequence[FileBytes | FileSource]


@dataclass(frozen=True)
class Outcome:
    """What a change did: its money effect and the documents that prove it."""

    effect: Effect
    documents: list[Document] = field(default_factory=list)


def order_placed(order: Order, places: list[Place], documents: list[Document], *, now: datetime) -> None:
    """The summary with its invoices to whoever ordered, and to each person how she takes part."""
    context = {"people": by_attendee(places), "documents": documents, "total_cents": _total(documents)}
    _to_orderer(order, "order_placed", context, now=now, documents=documents)
    confirmations(order, [place for place in places if place.state == PlaceState.BOOKED], now=now)


def confirmations(order: Order, places: Iterable[Place], *, now: datetime, occasion: str = "") -> int:
    """One mail per person and channel, with the calendar file of these days. Returns how many."""
    rules = list(HouseRule.objects.filter(edition=order.edition))
    written = 0
    for attendee, mine in by_attendee(places):
        for channel in Channel:
            if chosen := [place for place in mine if place.day_channel.channel == channel]:
                _to_attendee(
                    order, attendee, chosen, f"confirmation_{channel}", now=now, occasion=occasion, rules=rules
                )
                written += 1
    return written


def reminder(
    order: Order, attendee: Attendee, places: list[Place], *, now: datetime, days_before: int, occasion: int
) -> int:
    """Once per person, channel and occasion (days before). All places are of one channel. Returns 1 if written now."""
    kind = f"reminder_{places[0].day_channel.channel}"
    once_key = f"{kind}:{attendee.pk}:{places[0].day_channel_id}:{occasion}"
    if is_written(once_key):
        return 0
    rules = list(HouseRule.objects.filter(edition=order.edition))
    context = _attendee_context(order, attendee, places, rules) | {"days_before": days_before}
    _write(order, kind, _name_and_address(attendee), context, once_key=once_key, now=now)
    return 1


def places_cancelled(order: Order, places: list[Place], outcome: Outcome, *, now: datetime) -> None:
    context = {"people": by_attendee(places), "outcome": outcome}
    _to_orderer(order, "places_cancelled", context, now=now, documents=outcome.documents, refund=outcome.effect)
    for attendee, mine in by_attendee(places):
        _to_attendee(order, attendee, mine, "place_cancelled", now=now)


def channel_changed(order: Order, places: list[Place], outcome: Outcome, *, now: datetime) -> None:
    context = {"people": by_attendee(places), "outcome": outcome}
    _to_orderer(order, "channel_changed", context, now=now, documents=outcome.documents, refund=outcome.effect)
    confirmations(order, places, now=now, occasion="changed")


def billing_corrected(order: Order, outcome: Outcome, *, now: datetime) -> None:
    _to_orderer(order, "billing_corrected", {"outcome": outcome}, now=now, documents=outcome.documents)


def substituted(order: Order, former: Attendee, new: Attendee, places: list[Place], *, now: datetime) -> None:
    """The new person is confirmed, the former one released, whoever ordered is told."""
    _to_orderer(order, "substituted", {"former": former, "new": new, "people": by_attendee(places)}, now=now)
    _to_attendee(
        order, former, places, "place_handed_over", now=now, files=[_calendar(former, places, now, ended=True)]
    )
    confirmations(order, places, now=now, occasion="substitute")


def draft_link(order: Order, *, now: datetime) -> None:
    """The way back into a draft, asked for by whoever writes it."""
    key = f"draft_link:{order.code}:{now:%Y%m%d%H%M}"
    _write(order, "draft_link", (order.orderer_name, order.orderer_email), {}, once_key=key, now=now)


def order_links(orders: Sequence[Order], *, now: datetime) -> None:
    """A new way back to all orders of one address; `orders` share it and are not empty."""
    first = orders[0]
    context = {"entries": [(order, links.manage_url(order)) for order in orders]}
    key = f"order_links:{now:%Y%m%d%H%M}:{first.orderer_email}"
    _write(first, "order_links", (first.orderer_name, first.orderer_email), context, once_key=key, now=now)


def attendance_link(attendee: Attendee, *, now: datetime) -> None:
    key = f"attendance_link:{attendee.pk}:{now:%Y%m%d%H%M}"
    context = {"attendee": attendee, "page": links.attendance_url(attendee)}
    _write(attendee.order, "attendance_link", _name_and_address(attendee), context, once_key=key, now=now)


def by_attendee(places: Iterable[Place]) -> list[tuple[Attendee, list[Place]]]:
    """People in the order of their rows, each with her places in the order of days."""
    people: dict[int, tuple[Attendee, list[Place]]] = {}
    for place in sorted(places, key=lambda each: (each.attendee.position, each.attendee_id, each.day_channel.day.on)):
        people.setdefault(place.attendee_id, (place.attendee, []))[1].append(place)
    return list(people.values())


def _to_orderer(
    order: Order,
    kind: str,
    context: dict[str, Any],
    *,
    now: datetime,
    documents: Iterable[Document] = (),
    refund: Effect | None = None,
) -> None:
    documents = list(documents)
    files = files_of(documents)
    recipients = [(order.orderer_name, order.orderer_email)]
    documents_for_billing(order, documents, once_key=f"{kind}:{order.code}:{order.revision}:billing", now=now)
    amount = refund.refund_cents if refund is not None and refund.refund_cents > 0 else None
    for recipient in recipients:
        key = f"{kind}:{order.code}:{order.revision}"
        _write(order, kind, recipient, context, once_key=key, now=now, files=files, amount_cents=amount)


def files_of(documents: Iterable[Document]) -> list[FileSource]:
    """Documents as attachments; their PDFs are made when the mail goes out."""
    return [FileSource(f"{document.number}.pdf", f"document:{document.pk}") for document in documents]


def documents_for_billing(order: Order, documents: Sequence[Document], *, once_key: str, now: datetime) -> None:
    """The documents to the address for invoices as well, if it is another one than the orderer's."""
    if not documents or not order.billing_email or order.billing_email.lower() == order.orderer_email.lower():
        return
    files = files_of(documents)
    context = {"documents": list(documents), "files": files}
    recipient = (order.billing_name, order.billing_email)
    _write(order, "documents_for_billing", recipient, context, once_key=once_key, now=now, files=files)


def _to_attendee(  # noqa: PLR0913  (what makes a letter)
    order: Order,
    attendee: Attendee,
    places: list[Place],
    kind: str,
    *,
    now: datetime,
    occasion: str = "",
    rules: Sequence[HouseRule] = (),
    files: Attachments | None = None,
) -> None:
    context = _attendee_context(order, attendee, places, rules) | {"occasion": occasion}
    _write(
        order,
        kind,
        _name_and_address(attendee),
        context,
        once_key=f"{kind}:{attendee.pk}:{order.revision}:{occasion}",
        now=now,
        files=[_calendar(attendee, places, now)] if files is None else files,
    )


def _attendee_context(
    order: Order, attendee: Attendee, places: list[Place], rules: Iterable[HouseRule]
) -> dict[str, Any]:
    attendee.order = order
    return {
        "attendee": attendee,
        "places": places,
        "rules": rules_on(rules, places),
        "page": links.attendance_url(attendee),
        "orderer_is_other": attendee.email.lower() != order.orderer_email.lower(),
    }


def rules_on(rules: Iterable[HouseRule], places: Iterable[Place]) -> list[HouseRule]:
    """The house rules in force on any of these days."""
    days = [place.day_channel.day.on for place in places]
    return [
        rule
        for rule in rules
        if any(rule.valid_from <= on and (rule.valid_until is None or on <= rule.valid_until) for on in days)
    ]


def _calendar(attendee: Attendee, places: list[Place], now: datetime, *, ended: bool = False) -> FileBytes:
    content = calendar_file(attendee, places, now=now, ended=ended)
    return FileBytes("termine.ics", blobs.store(content, f"{MEDIA_TYPE}; method=PUBLISH"))


def _name_and_address(attendee: Attendee) -> tuple[str, str]:
    return attendee.full_name, attendee.email


def _total(documents: Iterable[Document]) -> int:
    return sum(document.total_cents for document in documents)


def _write(  # noqa: PLR0913  (what makes a letter)
    order: Order,
    kind: str,
    recipient: tuple[str, str],
    context: dict[str, Any],
    *,
    once_key: str,
    now: datetime,
    files: Attachments = (),
    amount_cents: int | None = None,
) -> None:
    edition: Edition = order.edition
    name, address = recipient
    write_mail(
        Letter(
            kind=kind,
            edition=edition,
            to_name=name,
            to_email=address,
            language=order.language,
            template=f"registration/mails/{kind}",
            context={"order": order, "manage_url": links.manage_url(order), **context},
            once_key=once_key[:120],
            subject_key=order.account_key,
            amount_cents=amount_cents,
            attachments=files,
        ),
        now=now,
    )
