"""What the big screen learns: one scene, made of what is released at this moment."""

from datetime import datetime

from werkstatt.rooms.stage.hall_queries import scene_of
from werkstatt.rooms.stage.models import Stage
from werkstatt.services.live.fragments import put


def show_scene(stage: Stage, *, now: datetime) -> None:
    """Read fresh, so that the screen follows whatever this transaction changed."""
    fresh = Stage.objects.select_related("session__edition").get(pk=stage.pk)
    put(
        stage.hall_topic,
        id="hall-scene",
        into="hall",
        order="0",
        template="stage/hall/_scene.html",
        context={"scene": scene_of(fresh), "stage": fresh},
        key="hall-scene",
        now=now,
    )
