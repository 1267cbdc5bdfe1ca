"""What the pages of offers show: the offers of one order or person, and what an answer would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from werkstatt.rooms.registration.choices import CaseState, OfferState, PlaceState
from werkstatt.rooms.registration.models import Offer, Order, Place
from werkstatt.rooms.registration.switch import money
from werkstatt.rooms.registration.switch.answers import Answers
from werkstatt.rooms.registration.switch.casefile import OfferFile, files_of_offers
from werkstatt.rooms.registration.switch.effects import AnswerEffect, Books, effect_of
from werkstatt.services.billing import queries as books


@dataclass(frozen=True, slots=True)
class Chosen:
    """One person's answer before it is given."""

    file: OfferFile
    taken: list[int]

    @property
    def price_cents(self) -> int:
        return sum(day.price_cents for day in self.file.days if day.day_channel_id in self.taken)


def file_of(offer: Offer) -> OfferFile | None:
    """The offer with its days; None until its order has been worked on."""
    order = offer.attendee.order
    found = files_of_offers(Offer.objects.filter(pk=offer.pk, case__state=CaseState.DONE), order)
    return found[0] if found else None


def files_of(order: Order) -> list[OfferFile]:
    """All offers of an order, the open ones first, in the order of people."""
    offers = Offer.objects.filter(attendee__order=order, case__state=CaseState.DONE)
    return sorted(files_of_offers(offers, order), key=lambda each: each.offer.state != OfferState.OPEN)


def is_answerable(offer: Offer, now: datetime) -> bool:
    return offer.state == OfferState.OPEN and now <= offer.deadline


def chosen_of(files: Sequence[OfferFile], answers: Answers) -> list[Chosen]:
    """The answers in the order of the people, each with its days."""
    return [Chosen(each, sorted(answers[each.offer.pk])) for each in files if each.offer.pk in answers]


def preview_answers(order: Order, files: Sequence[OfferFile], answers: Answers) -> AnswerEffect:
    """Exactly what `answer_offers` will do to the money, as things stand."""
    account = money.account_of(order)
    standing = books.standing_of(account) if account else books.Standing()
    chosen = chosen_of(files, answers)
    open_elsewhere = Offer.objects.filter(
        attendee__order=order, case__state=CaseState.DONE, state=OfferState.OPEN
    ).exclude(pk__in=answers)
    return effect_of(
        Books(standing.balance, standing.refund_due),
        invoiced_cents=sum(each.price_cents for each in chosen),
        cancelled_cents=_cancelled(order, chosen),
        is_last=not open_elsewhere.exists(),
    )


def _cancelled(order: Order, chosen: Sequence[Chosen]) -> int:
    """What is still open of places on the other channel that the taken days replace."""
    account = money.account_of(order)
    replaced = [(each.file.offer.attendee_id, day.day_channel.day_id) for each in chosen for day in each.file.days
                if day.day_channel_id in each.taken]  # fmt: skip
    if account is None or not replaced:
        return 0
    booked = Place.objects.filter(order=order, state=PlaceState.BOOKED).select_related("day_channel")
    keys = {place.item_key for place in booked if (place.attendee_id, place.day_channel.day_id) in replaced}
    return sum(each.remaining_cents for each in books.open_lines(account) if each.line.item_key in keys) if keys else 0
