"""What runs by the clock: seats given back, drafts and support needs forgotten, reminders sent."""

from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.switch import tasks as switch

__all__ = ["forget", "release_holds", "remind", "switch"]


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
