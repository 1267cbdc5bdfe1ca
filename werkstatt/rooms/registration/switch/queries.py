"""Reads of the switch's pages. All of them are for the desk of one edition; the views ask for permission first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.foundation.people.models import LogEntry
from werkstatt.rooms.registration.choices import CaseState, EndReason, OfferState, SwitchState
from werkstatt.rooms.registration.models import Attendee, ChannelSwitch, Offer, OfferedPlace, SwitchCase
from werkstatt.rooms.registration.switch.letters import MAIL_KINDS
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.models import Document, DocumentLine
from werkstatt.services.mailing.models import Mail


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run has come, in orders."""

    done: int
    total: int
    failed: int
    is_running: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """How the offers stand, in persons and in days."""

    persons: dict[str, int]
    days: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.persons.values())


@dataclass(frozen=True, slots=True)
class Sums:
    """What has really happened so far, in cents and counts."""

    orders: int
    places: int
    documents: int
    cancelled_cents: int
    credit_cents: int
    invoiced_cents: int
    refunded_cents: int


def switches_of(edition: Edition) -> QuerySet[ChannelSwitch]:
    return edition.switches.select_related("started_by").prefetch_related("days")


def hall_and_online(edition: Edition) -> list[DayChannel]:
    """Every day and channel as it stands now, in order of days, the hall first."""
    rows = DayChannel.objects.filter(day__edition=edition).select_related("day__edition")
    return list(rows.order_by("day__on", "channel"))


def answers_of(switch: ChannelSwitch) -> Answers:
    """Persons by the state of their offer; days by what became of them (a partly accepted offer counts in both)."""
    offers = Offer.objects.filter(case__switch=switch, case__state=CaseState.DONE)
    counted = {  # after values(): only then one row for each state, not for each offer
        "number": Count("pk", distinct=True),
        "offered": Count("offered_places", distinct=True),
        "taken": Count("offered_places__new_place", distinct=True),
    }
    rows = list(offers.order_by("state").values("state").annotate(**counted).values_list("state", *counted))
    persons = {str(state): number for state, number, _days, _taken in rows}
    days = {str(state): number for state, _persons, number, _taken in rows}
    taken = sum(number for *_, number in rows)
    days[OfferState.DECLINED] = days.get(OfferState.DECLINED, 0) + days.get(OfferState.ACCEPTED, 0) - taken
    days[OfferState.ACCEPTED] = taken
    shown = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.OPEN)
    return Answers(
        {state.value: persons.get(state, 0) for state in shown}, {state.value: days.get(state, 0) for state in shown}
    )


def standing_of(switch: ChannelSwitch) -> tuple[Progress, Sums]:
    """How far the run has come, and what it has done so far."""
    done = Q(cases__state=CaseState.DONE)
    ended = SwitchCase.places.through.objects.filter(
        switchcase__switch=switch, switchcase__state=CaseState.DONE, place__end_reason=EndReason.SWITCHED
    )
    counts = (
        ChannelSwitch.objects.filter(pk=switch.pk)
        .values("pk")
        .annotate(
            total=Count("cases"),
            done=Count("cases", filter=done),
            failed=Count("cases", filter=~done & ~Q(cases__error="")),
            cancelled=_cents("cancelled", done),
            credit=_cents("credit", done),
            invoiced=_cents("invoiced", done),
            refunded=_cents("refunded", done),
            places=_number(ended),
            documents=_number(cancellations_of(switch)),
        )
        .get()
    )
    sums = Sums(
        orders=counts["done"],
        places=counts["places"],
        documents=counts["documents"],
        cancelled_cents=counts["cancelled"],
        credit_cents=counts["credit"],
        invoiced_cents=counts["invoiced"],
        refunded_cents=counts["refunded"],
    )
    is_running = switch.state == SwitchState.RUNNING
    return Progress(counts["done"], counts["total"], counts["failed"], is_running), sums


def _cents(name: str, those: Q) -> Coalesce:
    return Coalesce(Sum(f"cases__{name}_cents", filter=those), 0)


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as part of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def cancellations_of(switch: ChannelSwitch) -> QuerySet[Document]:
    """The cancellation documents that this switch has issued for places in the hall."""
    places = SwitchCase.places.through.objects.filter(switchcase__switch=switch)
    keys = places.values_list(Concat(Value("place:"), Cast("place_id", CharField())), flat=True)
    lines = DocumentLine.objects.filter(item_key__in=keys, document__kind=DocumentKind.CANCELLATION)
    return Document.objects.filter(
        pk__in=lines.values("document"), channel=Channel.ON_SITE, issued_at__gte=switch.started_at
    )


def people_of(switch: ChannelSwitch) -> QuerySet[Attendee]:
    """Everybody concerned, with days_ended, answer, deadline, answered_at, days_taken and what she pays now."""
    offer = Offer.objects.filter(case__switch=switch, attendee=OuterRef("pk"), case__state=CaseState.DONE).order_by(
        "-pk"
    )
    taken = OfferedPlace.objects.filter(
        offer__case__switch=switch, offer__attendee=OuterRef("pk"), new_place__isnull=False
    ).order_by()
    ended = SwitchCase.places.through.objects.filter(switchcase__switch=switch)
    return (
        Attendee.objects.filter(pk__in=ended.values("place__attendee"))
        .select_related("order__organisation")
        .only("first_name", "last_name", "email", "order__code", "order__organisation__name")
        .annotate(
            # Joined places would ask for the answer once for each of them.
            days_ended=_number(ended.filter(place__attendee=OuterRef("pk"))),
            answer=Coalesce(Subquery(offer.values("state")[:1]), Value("none")),
            answered=Subquery(offer.values("answered_at")[:1]),
            until=Subquery(offer.values("deadline")[:1]),
            days_taken=_count(taken),
            pays_cents=_sum(taken),
        )
    )


def orders_of(switch: ChannelSwitch) -> QuerySet[SwitchCase]:
    """The orders concerned with their money, places_ended and open_offers."""
    return (
        SwitchCase.objects.filter(switch=switch)
        .select_related("order__organisation")
        .annotate(
            places_ended=Count("places", distinct=True),
            open_offers=Count("offers", filter=Q(offers__state=OfferState.OPEN), distinct=True),
        )
    )


def log_of(switch: ChannelSwitch) -> QuerySet[LogEntry]:
    """What happened because of this switch, newest first."""
    scope = f"edition:{switch.edition.slug}"
    mine = Q(subject=f"switch:{switch.pk}") | Q(scope=scope, facts__switch=switch.pk)
    return LogEntry.objects.filter(mine).select_related("actor").order_by("-at", "-pk")


def mails_of(switch: ChannelSwitch) -> QuerySet[Mail]:
    """The mails this switch has caused: of its kinds, to its orders, since it began."""
    orders = switch.cases.values_list(Concat(Value("order:"), F("order__code")), flat=True)
    return Mail.objects.filter(
        edition=switch.edition, kind__in=MAIL_KINDS, subject_key__in=orders, created_at__gte=switch.started_at
    )


def mail_counts(switch: ChannelSwitch) -> list[tuple[str, int, int, int]]:
    """(kind, written, sent or kept, failed), in the order of the kinds."""
    rows = (
        mails_of(switch)
        .order_by("kind")
        .values("kind")
        .annotate(
            written=Count("pk"),
            gone=Count("pk", filter=Q(state__in=["sent", "kept"])),
            failed=Count("pk", filter=Q(state="failed")),
        )
        .values_list("kind", "written", "gone", "failed")
    )
    return sorted(rows, key=lambda row: MAIL_KINDS.index(row[0]))


def _count(rows: QuerySet[OfferedPlace]) -> Coalesce:
    counted = rows.values("offer__attendee").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sum(rows: QuerySet[OfferedPlace]) -> Coalesce:
    summed = rows.values("offer__attendee").annotate(cents=Sum("price_cents")).values("cents")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)
