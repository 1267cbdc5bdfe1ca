"""The audit of an edition: what it holds, and every sentence about something that does not add up.

`persons` are people who take part on at least one day now; `person_days` are their days by channel; `fees_cents` is
what the booked places cost. Somebody who cancelled everything or declined an offer is no longer counted.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from werkstatt.foundation.events.choices import Channel, ParticipationState
from werkstatt.foundation.events.models import Edition, Participation
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Place
from werkstatt.services.billing import audit as billing
from werkstatt.surfaces.desk.audit import invoices, mails, places, sessions


@dataclass(frozen=True)
class Report:
    """Keys and meaning are fixed: operators and auditors script against them."""

    persons: int
    sessions: dict[str, int]
    person_days: dict[str, int]
    fees_cents: dict[str, int]
    documents: dict[str, dict[str, Any]]
    payments_cents: int
    refunds_due_cents: int
    balance_cents: int
    broken: list[str]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def audit(edition: Edition) -> Report:
    books = billing.figures(edition)
    taking_part = Participation.objects.filter(day__edition=edition, state=ParticipationState.ACTIVE)
    return Report(
        persons=taking_part.aggregate(n=Count("person", distinct=True))["n"],
        sessions=sessions.figures(edition),
        person_days=_by_channel(taking_part.order_by().values_list("channel").annotate(n=Count("pk"))),
        fees_cents=_fees(edition),
        documents=books["documents"],
        payments_cents=books["payments_cents"],
        refunds_due_cents=books["refunds_due_cents"],
        balance_cents=books["balance_cents"],
        broken=broken(edition),
    )


def broken(edition: Edition) -> list[str]:
    """Every invariant this house knows, checked; one sentence for each place where it does not hold."""
    return [
        *places.broken(edition),
        *invoices.broken(edition),
        *billing.broken(edition),
        *sessions.broken(edition),
        *mails.broken(edition),
    ]


def _fees(edition: Edition) -> dict[str, int]:
    booked = Place.objects.filter(order__edition=edition, state=PlaceState.BOOKED).order_by()
    cents = _by_channel(booked.values_list("day_channel__channel").annotate(cents=Coalesce(Sum("price_cents"), 0)))
    return cents | {"total": sum(cents.values())}


def _by_channel(rows: Any) -> dict[str, int]:
    found = dict(rows)
    return {channel.value: found.get(channel.value, 0) for channel in Channel}
