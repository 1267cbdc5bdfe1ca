"""Seats of a day and channel: one conditional UPDATE each way, so two buyers never share the last one."""

from django.db.models import F

from werkstatt.foundation.events.models import DayChannel


class DayIsFull(Exception):
    """Fewer seats are left on this day and channel than were asked for, or the channel is closed."""

    def __init__(self, day_channel: DayChannel, wanted: int) -> None:
        super().__init__(f"{day_channel}: {wanted} wanted, {day_channel.left} left")
        self.day_channel = day_channel
        self.wanted = wanted


def take(*, day_channel: DayChannel, count: int = 1, even_if_closed: bool = False) -> None:
    """Take `count` seats or raise DayIsFull. Callers take several day-channels in order of primary key (no deadlock)."""
    open_rows = DayChannel.objects.filter(pk=day_channel.pk, taken__lte=F("capacity") - count)
    if not even_if_closed:
        open_rows = open_rows.filter(is_open=True)
    if not open_rows.update(taken=F("taken") + count):
        day_channel.refresh_from_db()
        raise DayIsFull(day_channel, count)


def release(*, day_channel: DayChannel, count: int = 1) -> None:
    """Give `count` seats back."""
    DayChannel.objects.filter(pk=day_channel.pk).update(taken=F("taken") - count)
