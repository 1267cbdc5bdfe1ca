"""One order inside a switch, with everything about it at hand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from werkstatt.rooms.registration.choices import OfferState, PlaceState
from werkstatt.rooms.registration.models import Attendee, ChannelSwitch, Offer, OfferedPlace, Order, Place, SwitchCase
from werkstatt.services.billing.models import Document


@dataclass(slots=True)
class OfferFile:
    """An offer with its days, in order."""

    offer: Offer
    days: list[OfferedPlace] = field(default_factory=list)

    @property
    def attendee(self) -> Attendee:
        return self.offer.attendee

    @property
    def price_cents(self) -> int:
        return sum(day.price_cents for day in self.days)


@dataclass(slots=True)
class Money:
    """What a step did to the money of an order, as its mail states it, in cents.

    `credit_cents` was set free by the step; `held_cents` is kept for open offers; `refund_cents` goes back (negative:
    an earlier promise is used up); `open_cents` is still to be paid.
    """

    cancelled_cents: int = 0
    invoiced_cents: int = 0
    credit_cents: int = 0
    held_cents: int = 0
    refund_cents: int = 0
    open_cents: int = 0


@dataclass(slots=True)
class CaseFile:
    """`places` are those of the case that are still booked; `removed` are offered days that need no offer any more."""

    case: SwitchCase
    order: Order
    places: list[Place] = field(default_factory=list)
    offers: list[OfferFile] = field(default_factory=list)
    removed: list[OfferedPlace] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    money: Money = field(default_factory=Money)

    @property
    def switch(self) -> ChannelSwitch:
        return self.case.switch

    @property
    def open_offers(self) -> list[OfferFile]:
        return [each for each in self.offers if each.days]


@dataclass(slots=True)
class Outcome:
    """What became of an answer. `is_last`: nobody of the order has an offer to answer any more."""

    order: Order
    offers: list[OfferFile]
    places: list[Place] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    money: Money = field(default_factory=Money)
    is_last: bool = False


def load_files(cases: Collection[SwitchCase]) -> list[CaseFile]:
    """The files of these cases in a constant number of queries. Their orders are locked, in order of primary key."""
    orders = {
        order.pk: order
        for order in Order.objects.filter(pk__in=[case.order_id for case in cases])
        .select_related("edition__series", "edition__venue", "organisation")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    }
    files = {case.pk: CaseFile(case, orders[case.order_id]) for case in cases}
    _add_places(files)
    _add_offers(files)
    return list(files.values())


def _add_places(files: dict[int, CaseFile]) -> None:
    rows = SwitchCase.places.through.objects.filter(switchcase__in=files).values_list("switchcase_id", "place_id")
    case_of = {place: case for case, place in rows}
    places = Place.objects.filter(pk__in=case_of, state=PlaceState.BOOKED).select_related(
        "attendee__person", "day_channel__day", "participation__person", "participation__day"
    )
    for place in places.order_by("attendee__position", "attendee", "day_channel__day__on"):
        place.order = files[case_of[place.pk]].order
        place.attendee.order = place.order
        files[case_of[place.pk]].places.append(place)


def _add_offers(files: dict[int, CaseFile]) -> None:
    offers = Offer.objects.filter(case__in=files, state=OfferState.OPEN).select_related("attendee__person")
    for each in with_days(offers):
        file = files[each.offer.case_id]
        each.offer.case, each.attendee.order = file.case, file.order
        file.offers.append(each)


def files_of_offers(offers: QuerySet[Offer], order: Order) -> list[OfferFile]:
    """The offers of one order with their days, switch and former places."""
    files = with_days(offers.select_related("attendee__person", "case__switch"))
    for each in files:
        each.attendee.order = order
    return files


def with_days(offers: Iterable[Offer]) -> list[OfferFile]:
    """Offers in the order of the people, each with its days in order; two queries."""
    ordered = sorted(offers, key=lambda offer: (offer.case_id, offer.attendee.position, offer.attendee_id, offer.pk))
    files = {offer.pk: OfferFile(offer) for offer in ordered}
    offered = OfferedPlace.objects.filter(offer__in=files).select_related(
        "former__attendee__person", "former__day_channel__day", "day_channel__day", "new_place"
    )
    for day in offered.order_by("day_channel__day__on"):
        files[day.offer_id].days.append(day)
    return list(files.values())


def day_channels_of(offered: Iterable[OfferedPlace]) -> list[int]:
    """The day-channels on which these days still hold a seat."""
    return [each.day_channel_id for each in offered if each.holds_seat]
