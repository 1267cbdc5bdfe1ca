"""The moderation desk fetches its parts again when it is nudged (decision 0090): no content travels, only a name.

Parts: lead, questions, polls, hands, chat, reports (with the log of acts), voice. Call this after everything on `stage:12` and `stage:12:hall`.
"""

from datetime import datetime

from werkstatt.rooms.stage.models import Stage
from werkstatt.services.live.actions import announce


def nudge_desk(stage: Stage, *parts: str, now: datetime) -> None:
    for part in sorted(parts):
        announce(stage.moderation_topic, "nudge", {"part": part}, key=f"nudge-{part}", now=now)
