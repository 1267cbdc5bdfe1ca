"""What runs by the clock: the word before a session begins, who listens, what has had its time; and the word afterwards."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.actions import telling
from werkstatt.rooms.stage.actions.feedback import forget_texts
from werkstatt.rooms.stage.actions.listening import count_listeners
from werkstatt.rooms.stage.actions.warnings import warn_everyone

__all__ = ["count", "forget", "tell_readers", "warn"]


@app.periodic(cron="*/2 * * * *")
@app.task(name="stage.warn", queueing_lock="stage.warn", pass_context=False)
def warn(timestamp: int) -> int:
    return warn_everyone(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="stage.count", queueing_lock="stage.count", pass_context=False)
def count(timestamp: int) -> int:
    """Every minute: how many listen to each running stage."""
    return count_listeners(now=clock.now())


@app.periodic(cron="27 3 * * *")
@app.task(name="stage.forget", queueing_lock="stage.forget", pass_context=False)
def forget(timestamp: int) -> int:
    """Every night: words of feedback that are a year old."""
    return forget_texts(now=clock.now())


@app.task(name="stage.tell_readers", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def tell_readers(stage: int) -> int:
    """May run twice: every letter is written once by its key."""
    return telling.tell_readers(stage=stage, now=clock.now())
