"""What runs by the clock: seats given back, drafts and support needs forgotten, reminders sent."""

from datetime import datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.switch import tasks as switch

__all__ = ["forget", "release_holds", "remind", "switch"]


@app.task(name="registration.write_letters", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def write_letters(order: int, revision: int, documents: list[int], at: str) -> None:
    """May run twice: every letter is written once by its key."""
    actions.write_placing_letters(
        order_pk=order, revision=revision, document_pks=documents, now=datetime.fromisoformat(at)
    )


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="registration.release_holds", pass_context=False)
def release_holds(timestamp: int) -> int:
    return actions.release_expired_holds(now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="registration.remind", pass_context=False)
def remind(timestamp: int) -> int:
    return actions.remind_everyone(now=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="registration.forget", pass_context=False)
def forget(timestamp: int) -> int:
    now = clock.now()
    return actions.forget_old_drafts(now=now) + actions.forget_support_needs(now=now)
