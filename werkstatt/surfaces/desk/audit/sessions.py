"""The programme: every planned session stands on a day of the edition, in rooms of its channel, alone in its room."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
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
    without_break = planned.exclude(format=SessionFormat.BREAK)
    homeless = Q(channel__in=[SessionChannel.ON_SITE, SessionChannel.BOTH], hall_room=None) | Q(
        channel__in=[SessionChannel.ONLINE, SessionChannel.BOTH], online_room=None
    )
    for session in without_break.filter(homeless):
        yield _("„%(session)s“ hat für ihren Kanal keinen Raum.") % {"session": session.title}


def _clashes(edition: Edition, room: str) -> Iterator[str]:
    relation = {"hall_room": "hall_sessions", "online_room": "online_sessions"}[room]
    other = f"{room}__{relation}"
    clashing = Session.objects.filter(
        Q(**{f"{other}__state": SessionState.PLANNED}),
        Q(**{f"{other}__starts_at__lt": F("ends_at"), f"{other}__ends_at__gt": F("starts_at")}),
        edition=edition,
        state=SessionState.PLANNED,
    ).filter(pk__lt=F(f"{other}__pk"))
    for title, other_title in clashing.values_list("title", f"{other}__title"):
        yield _("„%(one)s“ und „%(other)s“ stehen zur selben Zeit im selben Raum.") % {
            "one": title,
            "other": other_title,
        }
