"""How many listen, minute by minute, for the record. Numbers only, nobody's name."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from werkstatt.foundation.events.choices import Channel
from werkstatt.rooms.stage.choices import StageState
from werkstatt.rooms.stage.models import ListenerCount, Stage
from werkstatt.services.live.queries import listeners_of

LONGEST_AFTER = timedelta(hours=3)  # a stage that nobody ends is not counted for ever


def count_listeners(*, now: datetime) -> int:
    """Note for every running stage how many listen through each channel now. How many stages that were."""
    running = Stage.objects.filter(state=StageState.LIVE, session__ends_at__gt=now - LONGEST_AFTER)
    stages = list(running.only("pk"))
    for stage in stages:
        note_listeners(stage=stage, counts=listeners_of(stage.topic), now=now)
    return len(stages)


@transaction.atomic
def note_listeners(*, stage: Stage, counts: dict[str, int], now: datetime) -> None:
    """The highest count of the minute stays, however often it is counted."""
    minute = now.replace(second=0, microsecond=0)
    for channel in Channel:
        count = counts.get(channel, 0)
        row, is_new = ListenerCount.objects.get_or_create(
            stage=stage, channel=channel, minute=minute, defaults={"count": count}
        )
        if not is_new:
            ListenerCount.objects.filter(pk=row.pk).update(count=Greatest(F("count"), count))
