"""The programme of a copied edition: the same sessions on the shifted days, planned anew."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.events.models import Edition, Room
from werkstatt.foundation.programme.choices import SessionState
from werkstatt.foundation.programme.models import Session, SessionSpeaker


@transaction.atomic
def copy_sessions(*, source: Edition, copy: Edition, shift_days: int, rooms: Mapping[int, Room]) -> None:
    """Planned sessions with their speakers; cancelled ones stay behind, and nobody's stars come along.

    `rooms`: primary key of a room of `source` -> its twin in `copy`.
    """
    planned = Session.objects.filter(edition=source, state=SessionState.PLANNED).prefetch_related("speaker_links")
    for session in planned:
        links = list(session.speaker_links.all())
        twin = _twin(session, copy, timedelta(days=shift_days), rooms)
        SessionSpeaker.objects.bulk_create(
            SessionSpeaker(session=twin, speaker_id=link.speaker_id, role=link.role, position=link.position)
            for link in links
        )


def _twin(session: Session, copy: Edition, shift: timedelta, rooms: Mapping[int, Room]) -> Session:
    twin = Session.objects.defer("search").get(pk=session.pk)
    twin.pk = None
    twin._state.adding = True  # noqa: SLF001  (Django's documented way to copy a row)
    twin.edition = copy
    twin.hall_room = rooms.get(session.hall_room_id or 0)
    twin.online_room = rooms.get(session.online_room_id or 0)
    twin.starts_at = _same_wall_clock(session.starts_at, shift, copy)
    twin.ends_at = _same_wall_clock(session.ends_at, shift, copy)
    twin.moved_from, twin.moved_at, twin.state_note, twin.sequence = None, None, "", 0
    twin.save(force_insert=True)
    return twin


def _same_wall_clock(moment: datetime, shift: timedelta, edition: Edition) -> datetime:
    local = moment.astimezone(edition.zone)
    return (local.replace(tzinfo=None) + shift).replace(tzinfo=edition.zone)
