"""The programme: every planned session stands on a day of the edition, in a room of its own edition, alone there."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SessionState
from werkstatt.foundation.programme.models import Session


def figures(edition: Edition) -> dict[str, int]:
    """Planned programme items by channel. Breaks are not programme items."""
    items = Session.objects.filter(edition=edition, state=SessionState.PLANNED).exclude(format=SessionFormat.BREAK)
    counted = {row["channel"]: row["n"] for row in items.order_by().values("channel").annotate(n=Count("pk"))}
    by_channel = {channel.value: counted.get(channel.value, 0) for channel in SessionChannel}
    return by_channel | {"total": sum(by_channel.values())}


def breaks(edition: Edition) -> int:
    return Session.objects.filter(edition=edition, state=SessionState.PLANNED, format=SessionFormat.BREAK).count()


def broken(edition: Edition) -> Iterator[str]:
    planned = Session.objects.filter(edition=edition, state=SessionState.PLANNED)
    days = set(edition.days.values_list("on", flat=True))
    for session in planned:
        if session.starts_at.astimezone(edition.zone).date() not in days:
            yield _("„%(session)s“ liegt an keinem Tag der Ausgabe.") % {"session": session.title}
    for room in ("hall_room", "online_room"):
        for session in planned.exclude(**{room: None}).exclude(**{f"{room}__edition": edition}):
            yield _("„%(session)s“ findet in einem Raum einer anderen Ausgabe statt.") % {"session": session.title}
        yield from _clashes(edition, room)


def _clashes(edition: Edition, room: str) -> Iterator[str]:
    """Pairs in one room at one time; the database refuses them, unless somebody went round it."""
    planned = Session.objects.filter(edition=edition, state=SessionState.PLANNED).exclude(**{room: None})
    rows = list(planned.order_by(room, "starts_at").values_list(room, "title", "starts_at", "ends_at"))
    for index, (key, title, _starts_at, ends_at) in enumerate(rows):
        for other_key, other_title, other_starts_at, _other_ends_at in rows[index + 1 :]:
            if other_key != key or other_starts_at >= ends_at:
                break
            facts = {"one": title, "other": other_title}
            yield _("„%(one)s“ und „%(other)s“ stehen zur selben Zeit im selben Raum.") % facts
