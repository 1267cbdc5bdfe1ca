"""Links that lead back without an account: signed, for one purpose, expiring.

A link holds the key of its thing, the version it was made for, and the day it ends; nothing is stored. Raising an
order's `link_version` voids all of its earlier links. Who holds a link holds what it opens, so it goes out by mail only.
"""

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model

from werkstatt.foundation.kernel.addresses import absolute
from werkstatt.rooms.registration.models import Attendee, Offer, Order

LIFETIME = timedelta(days=550)  # a registration long before, the days, and the half year of bookkeeping after
OFFER_LIFETIME = timedelta(days=60)  # after its deadline: the page then says what became of it
EPOCH = date(2020, 1, 1)

Thing = TypeVar("Thing", bound=Model)


class LinkIsUnknown(Exception):
    """The link was not made by us, was cut short, or belongs to something that is gone."""


class LinkHasExpired(Exception):
    """A true link whose time is over, or that a newer one has replaced."""

    def __init__(self, thing: Model) -> None:
        super().__init__(str(thing))
        self.thing = thing


def manage_url(order: Order) -> str:
    """The page of an order: for whoever ordered. Absolute."""
    return absolute("registration:order", order_token(order), language=order.language)


def attendance_url(attendee: Attendee) -> str:
    """The page of one person: her days, her way into the online room. `attendee.order` is needed. Absolute."""
    return absolute("registration:attendance", attendance_token(attendee), language=attendee.order.language)


def offer_url(offer: Offer) -> str:
    """The page on which one person answers an offer. `offer.attendee.order` is needed. Absolute."""
    return absolute("registration:offer", offer_token(offer), language=offer.attendee.order.language)


def order_token(order: Order) -> str:
    return _token("order", order.pk, order.link_version, order.created_at + LIFETIME)


def attendance_token(attendee: Attendee) -> str:
    order = attendee.order
    return _token("attendance", attendee.pk, order.link_version, order.created_at + LIFETIME)


def offer_token(offer: Offer) -> str:
    return _token("offer", offer.pk, 1, offer.deadline + OFFER_LIFETIME)


def order_behind(token: str, *, now: datetime) -> Order:
    """Raises LinkIsUnknown or LinkHasExpired."""
    pk, version, ends_on = _facts("order", token)
    order = _found(
        Order.objects.select_related("edition__series", "edition__venue", "organisation").filter(pk=pk).first()
    )
    return _valid(order, version == order.link_version and now.date() <= ends_on)


def attendee_behind(token: str, *, now: datetime) -> Attendee:
    """Raises LinkIsUnknown or LinkHasExpired."""
    pk, version, ends_on = _facts("attendance", token)
    attendees = Attendee.objects.select_related("order__edition__series", "order__edition__venue", "person")
    attendee = _found(attendees.filter(pk=pk).first())
    return _valid(attendee, version == attendee.order.link_version and now.date() <= ends_on)


def offer_behind(token: str, *, now: datetime) -> Offer:
    """Raises LinkIsUnknown or LinkHasExpired."""
    pk, _, ends_on = _facts("offer", token)
    offers = Offer.objects.select_related("attendee__order__edition__series", "case__switch")
    return _valid(_found(offers.filter(pk=pk).first()), now.date() <= ends_on)


def _token(purpose: str, pk: int, version: int, ends_at: datetime) -> str:
    days = (ends_at.astimezone(UTC).date() - EPOCH).days
    return _signer(purpose).sign(f"{pk}.{version}.{days}")


def _facts(purpose: str, token: str) -> tuple[int, int, date]:
    try:
        pk, version, days = (int(part) for part in _signer(purpose).unsign(token).split("."))
    except (BadSignature, ValueError) as error:
        raise LinkIsUnknown from error
    return pk, version, EPOCH + timedelta(days=days)


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"registration.{purpose}")


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise LinkIsUnknown
    return thing


def _valid(thing: Thing, is_valid: bool) -> Thing:
    if not is_valid:
        raise LinkHasExpired(thing)
    return thing
