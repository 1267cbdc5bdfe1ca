"""What a person may see of herself, put together from the floors below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from werkstatt.foundation.events.choices import Channel, EditionState, ParticipationState
from werkstatt.foundation.events.models import Day, Edition, HouseRule, Participation
from werkstatt.foundation.events.queries import is_over
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session, SessionSpeaker
from werkstatt.foundation.programme.queries import clashes_in, plan_of, sessions_of_day
from werkstatt.rooms.registration.choices import OfferState, PlaceState
from werkstatt.rooms.registration.models import Offer, Order
from werkstatt.rooms.registration.queries import drafts_of, is_open_for_registration, orders_visible_to
from werkstatt.rooms.stage.ways import open_stages
from werkstatt.services.billing.models import Document
from werkstatt.services.billing.queries import accounts_with_balance
from werkstatt.surfaces.lobby import today
from werkstatt.surfaces.lobby.today import Card


def days_of(person: Person) -> list[Participation]:
    """The days on which the person takes part, oldest first, with edition and venue."""
    mine = Participation.objects.filter(person=person, state=ParticipationState.ACTIVE)
    related = ("day__edition__venue", "day__edition__series", "organisation", "place")
    return list(mine.select_related(*related).order_by("day__on"))


def offers_waiting(person: Person, now: datetime) -> list[Offer]:
    """Open offers to the person, and to people she registered."""
    offers = Offer.objects.filter(state=OfferState.OPEN, deadline__gt=now)
    mine = offers.filter(Q(attendee__person=person) | Q(attendee__order__orderer=person))
    return list(mine.select_related("attendee__order__edition").order_by("deadline", "pk"))


def edition_to_show(days: Sequence[Participation], now: datetime) -> Edition | None:
    """The edition that runs or comes next, else the last one: among those of one's days, else among the public ones."""
    coming = [each for each in days if each.day.ends_at >= now]
    if chosen := (coming or list(days)[-1:]):
        return chosen[0].day.edition
    public = Edition.objects.filter(state=EditionState.PUBLIC).select_related("venue", "series")
    in_order = list(public.annotate(last_on=Max("days__on")).exclude(last_on=None).order_by("last_on", "pk"))
    not_over = (each for each in in_order if not is_over(each, now))
    return next(not_over, in_order[-1] if in_order else None)


@dataclass(frozen=True)
class Visit:
    """What a person has in the house at this moment. `edition` is `edition_to_show`."""

    person: Person
    edition: Edition | None
    days: Sequence[Participation]
    offers: Sequence[Offer] = ()
    parts: Sequence[SessionSpeaker] = ()


def card_for(visit: Visit, now: datetime) -> Card:
    """The one card of the lobby: first what waits for an answer, then the days, then what one contributes."""
    person, edition, days = visit.person, visit.edition, visit.days
    if visit.offers:
        return today.offer_card(visit.offers[0])
    if not person.last_name:
        return today.name_card(person)
    if (draft := _open_draft(person, now)) is not None:
        return today.draft_card(draft)
    if not days and (part := next((part for part in visit.parts if not part.session.is_cancelled), None)):
        return today.part_card(part)
    if not days or edition is None:
        return today.nothing_card(edition, is_open=edition is not None and is_open_for_registration(edition, now))
    return _card_of_days(person, edition, days, now)


def _card_of_days(person: Person, edition: Edition, days: Sequence[Participation], now: datetime) -> Card:
    coming = [each for each in days if each.day.ends_at >= now]
    if not coming:
        return today.after_card(edition)
    if coming[0].day.on == now.astimezone(edition.zone).date():
        sessions = sessions_of_day(coming[0].day, Channel(coming[0].channel))
        return today.now_card(coming[0], sessions, now, stages=open_stages(sessions, now=now))
    return today.before_card(coming, now, has_plan=person.stars.filter(session__edition=edition).exists())


def _open_draft(person: Person, now: datetime) -> Order | None:
    """A registration the person began and can still finish."""
    return next((each for each in drafts_of(person)[:5] if is_open_for_registration(each.edition, now)), None)


def house_rules_of(days: Sequence[Participation]) -> list[HouseRule]:
    """The rules that hold in the hall on the person's days there."""
    on_site = [each.day for each in days if each.channel == Channel.ON_SITE]
    if not on_site:
        return []
    rules = HouseRule.objects.filter(edition__in={day.edition_id for day in on_site})
    return [rule for rule in rules if any(_holds(rule, day) for day in on_site)]


def _holds(rule: HouseRule, day: Day) -> bool:
    ends = rule.valid_until is None or rule.valid_until >= day.on
    return rule.edition_id == day.edition_id and rule.valid_from <= day.on and ends


@dataclass(frozen=True)
class PlannedSession:
    """A session on the plan; `warning` if the person's booking does not fit it."""

    session: Session
    mismatch: str  # "", "day" (no place on that day) or "channel" (the other channel)


@dataclass(frozen=True)
class PlanDay:
    on: date
    channel: str
    sessions: list[PlannedSession]


@dataclass(frozen=True)
class Plan:
    days: list[PlanDay]
    clashes: list[tuple[Session, Session]]


def plan_for(person: Person, edition: Edition, days: Sequence[Participation]) -> Plan:
    """The starred sessions day by day, with overlaps and with what the booking does not cover."""
    sessions = plan_of(person, edition)
    booked = {each.day.on: each.channel for each in days if each.day.edition_id == edition.pk}
    zone = edition.zone
    by_day = groupby(sessions, key=lambda session: session.starts_at.astimezone(zone).date())
    found = [
        PlanDay(on, booked.get(on, ""), [PlannedSession(each, _mismatch(each, booked.get(on))) for each in group])
        for on, group in by_day
    ]
    return Plan(found, clashes_in(sessions))


def _mismatch(session: Session, channel: str | None) -> str:
    if channel is None:
        return "day"
    return "" if channel in session.channels else "channel"


def editions_with_plan(person: Person, days: Sequence[Participation]) -> list[Edition]:
    """Editions of one's days and stars, newest first."""
    starred = person.stars.values_list("session__edition_id", flat=True)
    keys = {each.day.edition_id for each in days} | set(starred)
    return list(Edition.objects.filter(pk__in=keys).select_related("series", "venue").order_by("-created_at"))


@dataclass(frozen=True)
class OrderCard:
    """An order with its money and documents."""

    order: Order
    people: int
    places: int
    balance_cents: int
    refund_due_cents: int
    documents: list[Document]


def orders_of(person: Person) -> list[OrderCard]:
    """The person's own orders with balance and documents: four queries however many there are."""
    current = Q(places__state=PlaceState.BOOKED)
    orders = list(
        orders_visible_to(person).annotate(
            place_count=Count("places", filter=current, distinct=True),
            people_count=Count("places__attendee", filter=current, distinct=True),
        )
    )
    keys = {order.account_key: order for order in orders}
    accounts: dict[str, Any] = {row.key: row for row in accounts_with_balance().filter(key__in=keys)}
    documents = documents_of_orders(orders)
    return [_order_card(order, accounts.get(order.account_key), documents) for order in orders]


def documents_of_orders(orders: Sequence[Order]) -> QuerySet[Document]:
    """Invoices and cancellations of these orders, oldest first, without their bytes."""
    keys = [order.account_key for order in orders]
    documents = Document.objects.filter(account__key__in=keys).select_related("account", "preceding")
    return documents.defer("content", "preceding__content").order_by("issued_at", "pk")


def document_of(person: Person, number: str) -> Document | None:
    """A document of one of the person's own orders."""
    return documents_of_orders(list(orders_visible_to(person))).filter(number=number).first()


def _order_card(order: Any, account: Any, documents: QuerySet[Document]) -> OrderCard:
    mine = [each for each in documents if each.account.key == order.account_key]
    return OrderCard(
        order=order,
        people=order.people_count,
        places=order.place_count,
        balance_cents=account.balance_cents if account else 0,
        refund_due_cents=account.refund_due_cents if account else 0,
        documents=mine,
    )
