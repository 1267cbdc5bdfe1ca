"""What the switch writes: whoever ordered gets money, documents and the answers for all; each person her own link.

Called inside the transaction of the step it tells of. A person with the orderer's address gets the orderer's mail only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkstatt.foundation.kernel.addresses import absolute
from werkstatt.rooms.registration import letters, links
from werkstatt.rooms.registration.choices import OfferState, SwitchKind
from werkstatt.rooms.registration.models import Attendee, ChannelSwitch, Order, SwitchCase
from werkstatt.rooms.registration.switch.casefile import CaseFile, OfferFile, Outcome, load_files
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.actions import write_mails
from werkstatt.services.mailing.letter import Letter

MAIL_KINDS = (
    "switch_closed",
    "switch_offer",
    "hall_opened",
    "hall_offer",
    "switch_answered",
    "switch_settled",
    "switch_expired",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One mail about to be written: which template, what it knows, under which key it is written once."""

    kind: str
    once_key: str
    context: dict[str, Any]
    documents: Sequence[Document] = field(default_factory=tuple)
    amount_cents: int | None = None


Post = list[Letter]  # letters on their way: many are written at once


def tell_of_switch(file: CaseFile, post: Post, *, now: datetime) -> None:
    """What happened to the places and the money, and what is offered instead. The caller writes the post."""
    if file.switch.kind == SwitchKind.OPEN:
        _tell_of_hall(file, file.open_offers, post, now=now)
    elif file.places:
        _tell_of_end(file, post, now=now)


def tell_of_seats(cases: Sequence[SwitchCase], *, round_: int, now: datetime) -> None:
    """Seats in the hall came back: the next in the row are asked."""
    post: Post = []
    for file in load_files(cases):
        _tell_of_hall(file, [each for each in file.open_offers if each.offer.round == round_], post, now=now)
    write_mails(post, now=now)


def _tell_of_end(file: CaseFile, post: Post, *, now: datetime) -> None:
    first = file.places[0].pk
    people = letters.by_attendee(file.places)
    context = _switch_facts(file.switch) | {
        "people": people,
        "offers": file.open_offers,
        "documents": file.documents,
        "money": file.money,
        "offers_url": offers_url(file.order) if file.open_offers else "",
    }
    amount = file.money.refund_cents or None
    _to_orderer(
        file.order, post, Sheet("switch_closed", f"switch_closed:{first}", context, file.documents, amount), now=now
    )
    offers = {each.offer.attendee_id: each for each in file.open_offers}
    for attendee, places in people:
        if _writes_apart(attendee, file.order):
            facts = _switch_facts(file.switch) | {"attendee": attendee, "places": places}
            facts |= _offer_facts(offers.get(attendee.pk))
            _to_attendee(attendee, file.order, post, Sheet("switch_offer", f"switch_offer:{places[0].pk}", facts))


def _tell_of_hall(file: CaseFile, offers: Sequence[OfferFile], post: Post, *, now: datetime) -> None:
    if not offers:
        return
    facts = _switch_facts(file.switch) | {"deadline": offers[0].offer.deadline}
    context = facts | {"offers": offers, "offers_url": offers_url(file.order)}
    _to_orderer(file.order, post, Sheet("hall_opened", f"hall_opened:{offers[0].offer.pk}", context), now=now)
    for each in offers:
        if _writes_apart(each.attendee, file.order):
            mine = facts | {"attendee": each.attendee} | _offer_facts(each)
            _to_attendee(each.attendee, file.order, post, Sheet("hall_offer", f"hall_offer:{each.offer.pk}", mine))


def tell_of_answer(outcome: Outcome, *, now: datetime) -> None:
    """The new invoice and what becomes of the money to whoever ordered; to each person how she takes part now."""
    post: Post = []
    _tell_orderer_of(outcome, post, is_silence=False, now=now)
    write_mails(post, now=now)
    if outcome.places:
        letters.confirmations(outcome.order, outcome.places, now=now, occasion="offer")


def tell_of_expiry(outcome: Outcome, *, is_withdrawn: bool, now: datetime) -> None:
    """An offer has ended: to whoever ordered the money, to each person that she has no place."""
    post: Post = []
    _tell_orderer_of(outcome, post, is_silence=not is_withdrawn, is_withdrawn=is_withdrawn, now=now)
    for each in outcome.offers:
        if _writes_apart(each.attendee, outcome.order):
            facts = _switch_facts(each.offer.case.switch) | {
                "attendee": each.attendee,
                "days": each.days,
                "is_withdrawn": is_withdrawn,
            }
            sheet = Sheet("switch_expired", f"switch_expired:{each.offer.pk}", facts)
            _to_attendee(each.attendee, outcome.order, post, sheet)
    write_mails(post, now=now)


def _tell_orderer_of(
    outcome: Outcome, post: Post, *, is_silence: bool, now: datetime, is_withdrawn: bool = False
) -> None:
    first = min(each.offer.pk for each in outcome.offers)
    context = _switch_facts(outcome.offers[0].offer.case.switch) | {
        "answers": [(each, [day for day in each.days if day.new_place_id]) for each in outcome.offers],
        "documents": outcome.documents,
        "money": outcome.money,
        "is_silence": is_silence,
        "is_withdrawn": is_withdrawn,
        "offers_url": offers_url(outcome.order),
    }
    kind = "switch_settled" if outcome.is_last else "switch_answered"
    amount = outcome.money.refund_cents or None
    _to_orderer(outcome.order, post, Sheet(kind, f"{kind}:{first}", context, outcome.documents, amount), now=now)


def offers_url(order: Order) -> str:
    """The page on which whoever ordered answers for everybody. Absolute."""
    return absolute("registration:order_offers", links.order_token(order), language=order.language)


def _switch_facts(switch: ChannelSwitch) -> dict[str, Any]:
    return {"switch": switch, "reason": switch.reason, "deadline": switch.deadline, "limit": switch.limit}


def _offer_facts(each: OfferFile | None) -> dict[str, Any]:
    if each is None or each.offer.state != OfferState.OPEN:
        return {"offer": None, "days": [], "offer_url": ""}
    return {"offer": each.offer, "days": each.days, "offer_url": links.offer_url(each.offer)}


def _writes_apart(attendee: Attendee, order: Order) -> bool:
    return attendee.email.lower() != order.orderer_email.lower()


def _to_orderer(order: Order, post: Post, sheet: Sheet, *, now: datetime) -> None:
    post.append(_letter(order, sheet, (order.orderer_name, order.orderer_email)))
    letters.documents_for_billing(order, sheet.documents, once_key=f"{sheet.once_key}:billing", now=now)


def _to_attendee(attendee: Attendee, order: Order, post: Post, sheet: Sheet) -> None:
    post.append(_letter(order, sheet, (attendee.full_name, attendee.email)))


def _letter(order: Order, sheet: Sheet, recipient: tuple[str, str]) -> Letter:
    name, address = recipient
    return Letter(
        kind=sheet.kind,
        edition=order.edition,
        to_name=name,
        to_email=address,
        language=order.language,
        template=f"registration/mails/{sheet.kind}",
        context={"order": order, "manage_url": links.manage_url(order), **sheet.context},
        once_key=sheet.once_key,
        subject_key=order.account_key,
        amount_cents=sheet.amount_cents,
        attachments=letters.files_of(sheet.documents),
    )
