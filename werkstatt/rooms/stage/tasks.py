"""What runs by the clock: the word before a session begins."""

from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.actions.warnings import warn_everyone

__all__ = ["warn"]


@app.periodic(cron="*/2 * * * *")
@app.task(name="stage.warn", queueing_lock="stage.warn", pass_context=False)
def warn(timestamp: int) -> int:
    return warn_everyone(now=clock.now())
