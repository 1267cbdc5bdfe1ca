"""Seats, places and participations: what must agree between what was sold and who takes part."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import ParticipationState
from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.rooms.registration.choices import OfferState, OrderState, PlaceState
from werkstatt.rooms.registration.models import Offer, Place


def broken(edition: Edition) -> Iterator[str]:
    yield from _seats(edition)
    yield from _places(edition)
    yield from _participations(edition)
    yield from _offers(edition)


def _seats(edition: Edition) -> Iterator[str]:
    is_held = Q(places__state=PlaceState.HELD, places__order__hold_until__isnull=False)  # else it is only a wish
    in_use = Count("places", filter=Q(places__state=PlaceState.BOOKED) | is_held, distinct=True)
    kept_free = Count(
        "offered_places",
        filter=Q(offered_places__holds_seat=True, offered_places__offer__state=OfferState.OPEN),
        distinct=True,
    )
    rows = DayChannel.objects.filter(day__edition=edition).select_related("day")
    for row in rows.annotate(in_use=in_use, kept_free=kept_free).exclude(taken=F("in_use") + F("kept_free")):
        yield _(
            "Tag %(day)s, %(channel)s: %(taken)s Plätze gelten als vergeben, belegt oder angeboten sind %(used)s."
        ) % {
            "day": row.day.on,
            "channel": row.get_channel_display(),
            "taken": row.taken,
            "used": row.in_use + row.kept_free,
        }


def _places(edition: Edition) -> Iterator[str]:
    places = Place.objects.filter(order__edition=edition).select_related("order", "attendee", "day_channel__day")
    booked = places.filter(state=PlaceState.BOOKED)
    for place in booked.exclude(order__state=OrderState.PLACED):
        yield _("%(place)s ist gebucht, aber die Bestellung ist nicht abgeschlossen.") % {"place": _name(place)}
    for place in booked.filter(attendee__left_at__isnull=False):
        yield _("%(place)s ist gebucht für jemanden, der schon vertreten wird.") % {"place": _name(place)}
    for place in booked.filter(
        Q(participation=None)
        | ~Q(participation__state=ParticipationState.ACTIVE)
        | ~Q(participation__person=F("attendee__person"))
        | ~Q(participation__day=F("day_channel__day"))
        | ~Q(participation__channel=F("day_channel__channel"))
    ):
        yield _("%(place)s ist gebucht, aber die Teilnahme dazu fehlt oder passt nicht.") % {"place": _name(place)}
    for place in places.filter(state=PlaceState.ENDED, participation__state=ParticipationState.ACTIVE):
        yield _("%(place)s ist beendet, aber die Teilnahme läuft noch.") % {"place": _name(place)}
    for place in places.filter(state=PlaceState.HELD).exclude(order__state=OrderState.DRAFT):
        yield _("%(place)s ist nur reserviert, aber die Bestellung ist keine offene mehr.") % {"place": _name(place)}


def _participations(edition: Edition) -> Iterator[str]:
    lonely = Participation.objects.filter(day__edition=edition, state=ParticipationState.ACTIVE, place=None)
    for one in lonely.select_related("person", "day"):
        yield _("%(person)s nimmt am %(day)s teil, aber ohne Platz in einer Bestellung.") % {
            "person": one.person,
            "day": one.day.on,
        }


def _offers(edition: Edition) -> Iterator[str]:
    offers = Offer.objects.filter(case__switch__edition=edition).select_related("attendee", "case__order")
    taken = Count("offered_places", filter=Q(offered_places__new_place__isnull=False))
    for offer in offers.annotate(taken=taken):
        facts = {"person": offer.attendee.full_name, "order": offer.case.order.code}
        if offer.state == OfferState.ACCEPTED and not offer.taken:
            yield _("Das Angebot an %(person)s (%(order)s) ist angenommen, aber es gibt keinen neuen Platz.") % facts
        if offer.state != OfferState.ACCEPTED and offer.taken:
            yield _("Das Angebot an %(person)s (%(order)s) ist nicht angenommen, hat aber einen neuen Platz.") % facts


def _name(place: Place) -> str:
    day_channel = place.day_channel
    return f"{place.order.code}: {place.attendee.full_name}, {day_channel.day.on}, {day_channel.get_channel_display()}"
