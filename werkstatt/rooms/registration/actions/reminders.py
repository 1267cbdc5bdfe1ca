"""Reminders before the days, and support needs forgotten after them."""

from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.events.choices import EditionState
from werkstatt.foundation.people import log
from werkstatt.rooms.registration import letters, queries
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Attendee, Place, SupportNeeds

DAYS_BEFORE = (7, 1)


def remind_everyone(*, now: datetime) -> int:
    """Write the reminders whose time has come; once per person, channel and occasion. Returns how many."""
    written = 0
    for (attendee_pk, _channel), places in _due(now).items():
        written += _remind(attendee_pk, places, now=now)
    return written


def _due(now: datetime) -> dict[tuple[int, str], list[Place]]:
    """Booked places of the coming week by person and channel."""
    coming = queries.places_loaded().filter(
        state=PlaceState.BOOKED,
        attendee__left_at=None,
        day_channel__day__on__gt=now.date() - timedelta(days=1),
        day_channel__day__on__lte=now.date() + timedelta(days=DAYS_BEFORE[0] + 7),
        order__edition__state=EditionState.PUBLIC,
    )
    groups: dict[tuple[int, str], list[Place]] = {}
    for place in coming:
        groups.setdefault((place.attendee_id, place.day_channel.channel), []).append(place)
    return groups


@transaction.atomic
def _remind(attendee_pk: int, places: list[Place], *, now: datetime) -> int:
    """Whoever booked within the last day needs no reminder of what she has just read."""
    first = places[0].day_channel.day
    days_left = (first.on - now.astimezone(first.edition.zone).date()).days
    occasion = next((days for days in reversed(DAYS_BEFORE) if 0 < days_left <= days), None)
    if occasion is None or max(place.created_at for place in places) > now - timedelta(days=1):
        return 0
    attendee = Attendee.objects.select_related("order__edition__series", "order__edition__venue").get(pk=attendee_pk)
    return letters.reminder(attendee.order, attendee, places, now=now, days_before=days_left, occasion=occasion)


@transaction.atomic
def forget_support_needs(*, now: datetime) -> int:
    """Delete support needs whose purpose is over (Art. 5 (1) e GDPR); the log says how many, never whose."""
    count, _ = SupportNeeds.objects.filter(delete_on__lt=now.date()).delete()
    if count:
        log.record(verb="support_needs_deleted", subject="registration:retention", at=now, count=count)
    return count
