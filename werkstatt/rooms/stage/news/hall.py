"""What the big screen learns: one scene, made of what is released at this moment."""

from datetime import datetime

from werkstatt.rooms.stage.choices import HallView
from werkstatt.rooms.stage.hall_queries import scene_of
from werkstatt.rooms.stage.models import Stage
from werkstatt.services.live.fragments import put


def show_scene(stage: Stage, *, now: datetime) -> None:
    """Read fresh, so that the screen follows whatever this transaction changed."""
    _put(_fresh(stage), now)


def show_scene_if(stage: Stage, view: HallView, *, now: datetime) -> None:
    """Only where the moderation leads the screen to `view`: a new question in the queue is nothing for the hall."""
    fresh = _fresh(stage)
    if fresh.hall_view == view:
        _put(fresh, now)


def _fresh(stage: Stage) -> Stage:
    return Stage.objects.select_related("session__edition").get(pk=stage.pk)


def _put(stage: Stage, now: datetime) -> None:
    put(
        stage.hall_topic,
        id="hall-scene",
        into="hall",
        order="0",
        template="stage/hall/_scene.html",
        context={"scene": scene_of(stage), "stage": stage},
        key="hall-scene",
        now=now,
    )
