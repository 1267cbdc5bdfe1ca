"""Working through a switch: some orders in one transaction, claimed so that several workers share them.

Whoever is killed leaves whole transactions only: a case is done with its documents, places, offers and mails, or it is
still pending and the next worker takes it. Nothing is remembered outside the database.
"""

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel
from werkstatt.foundation.kernel import rows
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import LogEntry
from werkstatt.rooms.registration.actions import drop_held_places
from werkstatt.rooms.registration.choices import CaseState, EndReason, PlaceState, SwitchKind, SwitchState
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, OfferedPlace, Place, SwitchCase
from werkstatt.rooms.registration.switch import casefile, closing, expiry, jobs, letters, money, world
from werkstatt.rooms.registration.switch.casefile import CaseFile
from werkstatt.rooms.registration.switch.starting import give_seats_back
from werkstatt.services.mailing.actions import write_mails
from werkstatt.services.mailing.letter import Letter

logger = logging.getLogger(__name__)

BATCH = 25  # orders in one transaction: few enough to lose little and to show progress, enough to save round trips


def work_through(switch: int, *, moment: Callable[[], datetime]) -> None:
    """Do every case that is still pending, then close the books of the run. May run twice at once."""
    found = ChannelSwitch.objects.select_related("edition__series").get(pk=switch)
    if found.state != SwitchState.RUNNING:
        return
    if found.kind != SwitchKind.OPEN:
        _empty_drafts(found, now=moment())
        expiry.withdraw_hall_offers(days=found.days.values_list("pk", flat=True), now=moment())
    failed: set[int] = set()
    while _work_batch(found, failed, now=moment()):
        pass
    if not failed:
        closing.finish_run(found, now=moment())


def take_up_again() -> None:
    """Set work going for every switch that is not worked through, should its jobs be lost."""
    for switch in ChannelSwitch.objects.filter(state=SwitchState.RUNNING):
        jobs.set_to_work(switch)


def _empty_drafts(switch: ChannelSwitch, *, now: datetime) -> None:
    hall = DayChannel.objects.filter(day__in=switch.days.all(), channel=Channel.ON_SITE)
    drop_held_places(day_channels=list(hall), now=now)


def _work_batch(switch: ChannelSwitch, failed: set[int], *, now: datetime) -> int:
    """Some pending cases in one transaction; if that breaks, one by one, so that one broken order stops no other."""
    try:
        return len(_work_some(switch, failed, BATCH, now=now))
    except Exception:
        logger.exception("Switch %s: a batch broke, doing its orders one by one", switch.pk)
    return _work_singly(switch, failed, now=now)


def _work_singly(switch: ChannelSwitch, failed: set[int], *, now: datetime) -> int:
    tried = 0
    for case in SwitchCase.objects.filter(switch=switch, state=CaseState.PENDING).exclude(pk__in=failed)[:BATCH]:
        tried += 1
        try:
            _work_some(switch, failed, 1, only=case.pk, now=now)
        except Exception as problem:
            logger.exception("Switch %s: order %s could not be done", switch.pk, case.order_id)
            failed.add(case.pk)
            SwitchCase.objects.filter(pk=case.pk).update(error=f"{type(problem).__name__}: {problem}"[:300])
    return tried


@transaction.atomic
def _work_some(
    switch: ChannelSwitch, failed: Collection[int], limit: int, *, now: datetime, only: int | None = None
) -> list[CaseFile]:
    pending = SwitchCase.objects.filter(switch=switch, state=CaseState.PENDING).exclude(pk__in=failed).order_by("pk")
    if only is not None:
        pending = pending.filter(pk=only)
    cases = list(pending.select_for_update(skip_locked=True, no_key=True)[:limit])
    for case in cases:
        case.switch = switch
    return work_cases(cases, now=now) if cases else []


def work_cases(cases: Collection[SwitchCase], *, now: datetime) -> list[CaseFile]:
    """Everything that happens to these orders, in the caller's transaction. The cases' rows are locked already."""
    files = casefile.load_files(cases)
    if any(file.switch.kind != SwitchKind.OPEN for file in files):
        for file in files:
            _match_offers(file)
        _drop_needless_offers(files)
        _end_places([place for file in files for place in file.places], now=now)
        money.cancel_on_site(files, world.charges_of({file.order.pk for file in files}), now=now)
    post: list[Letter] = []
    for file in files:
        letters.tell_of_switch(file, post, now=now)
    write_mails(post, now=now)
    _close_cases(files, now=now)
    return files


def _match_offers(file: CaseFile) -> None:
    """Between the confirmation and now a place may have been cancelled, or a substitute have taken it over."""
    booked = {place.pk: place for place in file.places}
    for each in file.offers:
        file.removed += [day for day in each.days if day.former_id not in booked]
        each.days = [day for day in each.days if day.former_id in booked]
        if each.days and (attendee := booked[each.days[0].former_id].attendee).pk != each.offer.attendee_id:
            each.offer.attendee = attendee
            each.offer.save(update_fields=["attendee"])


def _drop_needless_offers(files: Collection[CaseFile]) -> None:
    removed = [day for file in files for day in file.removed]
    if not removed:
        return
    give_seats_back(casefile.day_channels_of(removed))
    OfferedPlace.objects.filter(pk__in=[day.pk for day in removed]).delete()
    Offer.objects.filter(pk__in=[each.offer.pk for file in files for each in file.offers if not each.days]).delete()
    for file in files:
        file.offers = file.open_offers


def _end_places(places: Collection[Place], *, now: datetime) -> None:
    Place.objects.filter(pk__in=[place.pk for place in places]).update(
        state=PlaceState.ENDED, end_reason=EndReason.SWITCHED, ended_at=now
    )
    events.end_participations(
        participations=[place.participation for place in places if place.participation is not None], now=now
    )
    give_seats_back(place.day_channel_id for place in places)


def _close_cases(files: Collection[CaseFile], *, now: datetime) -> None:
    for file in files:
        file.case.state, file.case.done_at, file.case.error = CaseState.DONE, now, ""
        file.case.settled_at = None if file.open_offers or file.switch.kind == SwitchKind.OPEN else now
        file.case.cancelled_cents, file.case.credit_cents = file.money.cancelled_cents, file.money.credit_cents
        file.case.refunded_cents = file.money.refund_cents
    cents = ("cancelled_cents", "credit_cents", "refunded_cents")
    rows.write_back([file.case for file in files], "state", "done_at", "settled_at", "error", *cents)
    log.record_all([_note(file, now=now) for file in files if file.places])


def _note(file: CaseFile, *, now: datetime) -> LogEntry:
    return log.entry(
        verb="places_switched",
        subject=file.order.account_key,
        at=now,
        scope=f"edition:{file.order.edition.slug}",
        switch=file.switch.pk,
        places=len(file.places),
        cents=file.money.cancelled_cents,
        documents=[document.number for document in file.documents],
    )
