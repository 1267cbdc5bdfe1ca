"""What everybody learns of the stage itself."""

from datetime import datetime

from werkstatt.rooms.stage.models import Stage, Voice
from werkstatt.services.live import fragments


def stage_changed(stage: Stage, *, now: datetime) -> None:
    """It began, ended, or its rules changed: every page fetches its live part again."""
    fragments.refresh(stage.topic, now=now)
    fragments.refresh(now_topic(stage.session.edition_id), now=now)


def now_topic(edition_pk: int) -> str:
    """Where the page "now" of the edition hears that a stage began, ended or changed."""
    return f"edition:{edition_pk}:now"


def link_changed(stage: Stage, *, now: datetime) -> None:
    """Slides or a link are shared, or no longer."""
    fragments.put(
        stage.topic,
        id="shared-link",
        into="now",
        order="0",
        template="stage/parts/_link.html",
        context={"stage": stage},
        key="shared-link",
        now=now,
    )


def materials_changed(stage: Stage, *, now: datetime) -> None:
    """Slides or papers were added, put in another order or removed."""
    fragments.put(
        stage.topic,
        id="stage-materials",
        into="now",
        order="0",
        template="stage/parts/_materials.html",
        context={
            "stage": stage,
            "session": stage.session,
            "edition": stage.session.edition,
            "materials": list(stage.materials.select_related("file").defer("file__content")),
        },
        key="stage-materials",
        now=now,
    )


def timer_changed(stage: Stage, *, now: datetime) -> None:
    """Time runs, or no longer."""
    fragments.put(
        stage.topic,
        id="timer",
        into="now",
        order="0",
        template="stage/parts/_timer.html",
        context={"stage": stage},
        key="timer",
        now=now,
    )


def voice_changed(voice: Voice, *, now: datetime) -> None:
    """She was blocked or let in again: her page shows what she may do now, and why."""
    fragments.refresh(voice.listener, now=now)
